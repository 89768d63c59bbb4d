/** What distinguishes one execution of a flow from another, in as few characters as tell them apart. */
export function versionWords(row: { version: string | null; commit: string | null; branch: string | null }): {
  short: string | null
  full: string | null
} {
  const commit = row.commit && /^[0-9a-f]{12,64}$/i.test(row.commit) ? row.commit.slice(0, 7) : row.commit
  const full = [row.version, row.branch, row.commit].filter((part) => part !== null).join(' · ')
  return { short: row.version ?? commit ?? row.branch, full: full === '' ? null : full }
}

/** The error's first line, its type in front where the message does not begin with it. */
export function errorWords(row: { errorType: string | null; error: string | null }): string | null {
  const { errorType, error } = row
  if (!errorType) return error
  if (!error) return errorType
  return error.startsWith(errorType) ? error : `${shortType(errorType)}: ${error}`
}

/** `java.net.SocketTimeoutException` says no more than its last part. */
const shortType = (type: string): string => (/^[\w$.]+$/.test(type) ? (type.split('.').at(-1) ?? type) : type)
