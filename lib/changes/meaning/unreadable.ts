const MAX_SAID = 200

/** A text that is no definition in the format that it was taken for. Anything else that a reader throws is a fault of ours. */
export class Unreadable extends Error {
  /** `line` is counted from 1; null where the text as a whole is meant. */
  constructor(
    said: string,
    readonly line: number | null = null,
  ) {
    const words = said.replace(/\s+/g, ' ').trim()
    const short = words.length > MAX_SAID ? `${words.slice(0, MAX_SAID)}…` : words
    super(line === null ? short : `line ${line}: ${short}`)
  }
}

/** The line of a place in a text, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
