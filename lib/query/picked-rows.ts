/** The rows from the anchor to a row, both included, in whichever direction; without an anchor on the page the row alone. */
export function rowsBetween(ids: readonly string[], anchor: string | null, to: string): string[] {
  const [from, end] = [anchor === null ? -1 : ids.indexOf(anchor), ids.indexOf(to)]
  if (end < 0) return []
  if (from < 0) return [to]
  return ids.slice(Math.min(from, end), Math.max(from, end) + 1)
}
