import { Refusal } from '@/lib/model/refusal'

/** Classes of Postgres' own trouble: connection, resources, shutdown, conflicts between transactions. */
const TROUBLE = /^(08|53|57P|40)/
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOENT',
])

/** True when the database is away or overwhelmed, so that trying again later is the answer. */
export function isOutage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (TROUBLE.test(code) || NETWORK.has(code)) return true
    // What `pg` throws without a code: a connection that died under a query, and a pool that could not give one in time.
    if (
      /Connection terminated|timeout exceeded when trying to connect|Client has encountered/.test(
        cause.message,
      )
    )
      return true
  }
  return false
}

/** True when a statement was cancelled because it took longer than any may. */
export function isOvertime(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '57014') return true
  }
  return false
}

/** Does it, and says "unavailable, try again" where the database is the one that cannot. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isOutage(error)) throw new Refusal('unavailable', 'The database is not available. Try again.', 5)
    throw error
  }
}
