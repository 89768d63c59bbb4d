/** What a proof is looked for in. */
export type SignedRequest = {
  /** Names and values as they were received, in any case; the same name twice is seen only where they were not joined before. */
  headers: Iterable<readonly [string, string]>
  rawBody: Uint8Array
  /** The current secret, and during a rotation the one before. */
  secrets: readonly string[]
  nowMs: number
  /** The secret as the address had it, for the kind `url`. */
  pathToken?: string | undefined
  /** Gets a certificate (PEM) from an address that was found to be Amazon's, for the kind `sns`; when it throws, so does `verify`, and an answer of 5xx has SNS send again. */
  fetchCertificate?: (url: string) => Promise<string>
}

/** Whether the proof holds. `confirm` is an address at Amazon that is to be asked once for SNS to begin to send. */
export type Verification =
  | { ok: true; confirm?: string }
  | { ok: false; reason: UnverifiedReason; message: string }

/** `absent` there is no proof, `malformed` it is none, `repeated` a header came twice, `stale` it is too old or too new, `mismatch` it is not the sender's, `unset` the source has no secret. */
export type UnverifiedReason = 'absent' | 'malformed' | 'repeated' | 'stale' | 'mismatch' | 'unset'

export const unverified = (reason: UnverifiedReason, message: string): Verification => ({
  ok: false,
  reason,
  message,
})

/** Headers of which each counts only when it was sent once. */
export class SignedHeaders {
  readonly #values = new Map<string, string[]>()

  constructor(headers: Iterable<readonly [string, string]>) {
    for (const [name, value] of headers) {
      const values = this.#values.get(name.toLowerCase())
      if (values === undefined) this.#values.set(name.toLowerCase(), [value])
      else values.push(value)
    }
  }

  /** The value, null where it was not sent, or `repeated` as a refusal. */
  one(name: string): string | null | Verification {
    const values = this.#values.get(name.toLowerCase()) ?? []
    if (values.length > 1) return unverified('repeated', `The header ${name} was sent more than once.`)
    return values[0] ?? null
  }
}

/** Tries all secrets however early one fits, so that time does not tell which. */
export function anyOf(secrets: readonly string[], fits: (secret: string) => boolean): Verification {
  const isFit = secrets.map(fits).some((fit) => fit)
  return isFit ? { ok: true } : unverified('mismatch', 'It was not signed with the secret of this source.')
}
