/**
 * What a failed write means for the requests in its batch.
 * `duplicate`: rows that are there already; take the careful path. `again`: somebody was in the way; the same may work
 * now. `data`: a value that Postgres refuses; find out whose. `database`: not our data's fault; the client should
 * come back. `bug`: ours.
 */
export type WriteFailure = 'duplicate' | 'again' | 'data' | 'database' | 'bug'

/** Thrown when a row changed between reading and writing it more often than we are willing to try. */
export class LostRace extends Error {
  override readonly name = 'LostRace'
}

/** Sorts what a write threw by SQLSTATE, and by the errors of sockets, which have none. */
export function classify(error: unknown): WriteFailure {
  if (error instanceof LostRace) return 'again'
  if (!(error instanceof Error)) return 'bug'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === '23505') return 'duplicate'
  if (code.startsWith('40') || code === '55P03') return 'again'
  if (/^(22|23)[0-9A-Z]{3}$/.test(code)) return 'data'
  if (/^[0-9A-Z]{5}$/.test(code) || /^E[A-Z]+$/.test(code)) return 'database'
  // pg gives these no code.
  if (
    /^(Connection terminated|Query read timeout|Client was closed|Client has encountered)/.test(error.message)
  )
    return 'database'
  return error.message.startsWith('timeout expired') ? 'database' : 'bug'
}

/** True when the connection cannot be used again: its session is gone, or nobody knows what it is doing. */
export function endsConnection(error: unknown): boolean {
  if (!(error instanceof Error) || classify(error) !== 'database') return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Not these: Postgres is there and has said no (cancelled, out of memory or space, table missing).
  return !/^(57014|53[0-9A-Z]{3}|42[0-9A-Z]{3})$/.test(code)
}
