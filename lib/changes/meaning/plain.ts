import type { Parts } from './meaning'

/** Any text, by its lines: white space at their ends and empty lines at either end have no meaning. */
export const plainParts = (text: string): Parts => ({ code: plainLines(text) })

/** Lines without white space at their ends, without empty ones at the beginning and the end. */
export function plainLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trimEnd())
  const first = lines.findIndex((line) => line !== '')
  if (first < 0) return []
  return lines.slice(first, lines.findLastIndex((line) => line !== '') + 1)
}
