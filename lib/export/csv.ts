/** What a spreadsheet would take for a formula when a cell begins with it. */
const BEGINS_FORMULA = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

/**
 * One cell. What could be read as a formula gets an apostrophe in front: what is in our rows was written by whoever may send
 * telemetry, and a spreadsheet runs what it opens. Numbers of ours are safe and stay numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const safe = BEGINS_FORMULA.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of a file as RFC 4180 has it. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
