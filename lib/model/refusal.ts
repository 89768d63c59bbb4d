/** Why something was refused. Everything that is not a refusal is a bug, and stays a 500. */
export type RefusalCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'rate_limited'
  | 'unavailable'

/** The HTTP status of each refusal. */
export const STATUS_OF: Record<RefusalCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
}

/** An expected refusal with words for the person or the client it is told to. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** True when the audit log tells of it already. */
  isWritten = false
  constructor(
    readonly code: RefusalCode,
    message: string,
    /** Seconds after which trying again makes sense; sent as Retry-After with 429 and 503 only. */
    readonly retryAfterSeconds: number | null = null,
    /** Path of the bad field, where there is one. */
    readonly path: string | null = null,
  ) {
    super(message)
  }
}
