/** `key=value` as it is written in a search for traces; null where that is not what was written. */
export function parseAttributeTerm(text: string): { key: string; value: string } | null {
  const at = text.indexOf('=')
  if (at < 1) return null
  const key = text.slice(0, at).trim()
  const value = text.slice(at + 1).trim()
  // A value in quotes may begin or end with a space.
  const quoted = /^"(.*)"$/s.exec(value)
  return key === '' || key.length > 200 || value.length > 2000 ? null : { key, value: quoted?.[1] ?? value }
}
