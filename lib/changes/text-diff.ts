import { diffLines, diffWordsWithSpace } from 'diff'

/** A line of a comparison; numbers are those of the two texts, null where the line is not in one. */
export type DiffLine = {
  kind: 'same' | 'removed' | 'added'
  before: number | null
  after: number | null
  /** What of the line is the same, and what is not. */
  words: { text: string; isChanged: boolean }[]
}

/** A row side by side: what stood there, and what stands there. */
export type DiffRow = { left: DiffLine | null; right: DiffLine | null }

/** Texts that differ in more than so many lines are not worth comparing word by word. */
const MAX_EDITS = 4_000

/** Two texts line by line; null where they have so little in common that it would take too long to find. */
export function linesOf(before: string, after: string): DiffLine[] | null {
  const parts = diffLines(ended(before), ended(after), { maxEditLength: MAX_EDITS, stripTrailingCr: true })
  if (parts === undefined) return null
  const lines: DiffLine[] = []
  let [left, right] = [0, 0]
  for (const part of parts) {
    for (const text of part.value.replace(/\n$/, '').split('\n')) {
      const kind = part.removed === true ? 'removed' : part.added === true ? 'added' : 'same'
      const words = [{ text, isChanged: false }]
      lines.push({
        kind,
        before: kind === 'added' ? null : ++left,
        after: kind === 'removed' ? null : ++right,
        words,
      })
    }
  }
  return lines
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** The same lines side by side: a removed line stands beside the added one that took its place, with its words compared. */
export function sideBySide(lines: readonly DiffLine[]): DiffRow[] {
  const rows: DiffRow[] = []
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []]
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      rows.push(comparedWords(removed[index] ?? null, added[index] ?? null))
    }
    removed = []
    added = []
  }
  for (const line of lines) {
    if (line.kind === 'removed') removed.push(line)
    else if (line.kind === 'added') added.push(line)
    else {
      flush()
      rows.push({ left: line, right: line })
    }
  }
  flush()
  return rows
}

function comparedWords(left: DiffLine | null, right: DiffLine | null): DiffRow {
  if (left === null || right === null) return { left, right }
  const parts = diffWordsWithSpace(textOf(left), textOf(right), { maxEditLength: 200 })
  if (parts === undefined || parts.every(({ added, removed }) => added || removed)) return { left, right }
  const words = (without: 'added' | 'removed') =>
    parts
      .filter((part) => !part[without])
      .map(({ value, added, removed }) => ({ text: value, isChanged: added === true || removed === true }))
  return { left: { ...left, words: words('added') }, right: { ...right, words: words('removed') } }
}

export const textOf = ({ words }: DiffLine): string => words.map(({ text }) => text).join('')

/** Lines around what was changed, with how many were left out before each stretch. */
export type DiffHunk<Row> = { skipped: number; rows: Row[] }

/** Leaves out what is further than `around` lines from any change. */
export function hunksOf<Row>(
  rows: readonly Row[],
  isSame: (row: Row) => boolean,
  around = 3,
): DiffHunk<Row>[] {
  const near = new Array<boolean>(rows.length).fill(false)
  for (const [index, row] of rows.entries()) {
    if (!isSame(row)) near.fill(true, Math.max(0, index - around), Math.min(rows.length, index + around + 1))
  }
  const hunks: DiffHunk<Row>[] = []
  let skipped = 0
  for (const [index, row] of rows.entries()) {
    if (near[index] !== true) skipped++
    else {
      const last = hunks.at(-1)
      if (last !== undefined && near[index - 1] === true) last.rows.push(row)
      else hunks.push({ skipped, rows: [row] })
      skipped = 0
    }
  }
  if (skipped > 0) hunks.push({ skipped, rows: [] })
  return hunks
}
