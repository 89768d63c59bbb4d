/** What a byte can begin in an SQL statement. */
const OTHER = 0
const WORD = 1
const DIGIT = 2
const SPACE = 3
const MARK = 4
const STRING = 5
const QUOTED = 6
const BACKTICK = 7
const DASH = 8
const SLASH = 9
const DOLLAR = 10

const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte)
  if (byte > 127 || /[A-Za-z_]/.test(char)) return WORD
  if (/[0-9]/.test(char)) return DIGIT
  if (byte <= 32) return SPACE
  const at = ':@\'"`-/$'.indexOf(char)
  return [MARK, MARK, STRING, QUOTED, BACKTICK, DASH, SLASH, DOLLAR][at] ?? OTHER
})

const QUESTION_MARK = 63
const NEWLINE = 10
const STAR = 42
const DOT = 46
const BACKSLASH = 92

/**
 * Copies a statement into `target` with `?` for every literal, and gives how many bytes that took; `target` must have
 * room for all of them. Reads each byte once. In double quotes stands a name, unless the place asks for a value (after a
 * comparison, within VALUES), as it does in MySQL.
 */
export function stripSqlLiterals(from: Uint8Array, start: number, end: number, target: Uint8Array): number {
  let at = start
  let to = 0
  let last = 0
  let before = OTHER
  let inValues = false
  while (at < end) {
    const kind = kindAt(from, at, end, before)
    const next = tokenEnd(from, at, end, kind)
    const isLiteral =
      kind === STRING ||
      kind === DIGIT ||
      (kind === DOLLAR && isTag(from, at, end)) ||
      (kind === QUOTED && isValue(inValues, last, from[next]))
    if (isLiteral) target[to++] = QUESTION_MARK
    else for (let k = at; k < next; k++) target[to++] = from[k] ?? 0
    if (kind === WORD) inValues = isValuesAfter(inValues, from, at, next - at)
    // What stands in the result, so that a statement without literals reads as the one it came from.
    if (kind !== SPACE) last = isLiteral ? QUESTION_MARK : (from[next - 1] ?? 0)
    before = kind
    at = next
  }
  return to
}

/** A lone `-` or `/` begins nothing, nor does a `$` within a name, as Oracle's and Postgres' names have it. */
function kindAt(from: Uint8Array, at: number, end: number, before: number): number {
  const kind = KINDS[from[at] ?? 0] ?? OTHER
  if (kind === DOLLAR && before === WORD) return OTHER
  const next = at + 1 < end ? (from[at + 1] ?? 0) : 0
  if (kind === DASH) return KINDS[next] === DASH ? DASH : OTHER
  if (kind === SLASH) return next === STAR ? SLASH : OTHER
  return kind
}

function tokenEnd(from: Uint8Array, at: number, end: number, kind: number): number {
  switch (kind) {
    case WORD:
    case MARK:
      return wordEnd(from, at + 1, end)
    case DIGIT: {
      let next = wordEnd(from, at + 1, end)
      while (from[next] === DOT && next < end) next = wordEnd(from, next + 1, end)
      return next
    }
    case STRING:
    case QUOTED:
    case BACKTICK:
      return quoteEnd(from, at, end)
    case DASH:
      return endAfter(at, end, (k) => from[k] === NEWLINE)
    case SLASH:
      return endAfter(at + 3, end, (k) => KINDS[from[k] ?? 0] === SLASH && from[k - 1] === STAR)
    case DOLLAR:
      return dollarEnd(from, at, end)
    default:
      return at + 1
  }
}

function wordEnd(from: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    const kind = KINDS[from[at] ?? 0] ?? OTHER
    if (kind !== WORD && kind !== DIGIT) break
    at++
  }
  return at
}

/** After the closing quote; a doubled or backslashed one does not close. An open end is read as the rest. */
function quoteEnd(from: Uint8Array, start: number, end: number): number {
  const quote = from[start] ?? 0
  let at = start + 1
  while (at < end) {
    const byte = from[at] ?? 0
    if (byte === BACKSLASH && KINDS[quote] === STRING) at += 2
    else if (byte !== quote) at++
    else if (at + 1 < end && from[at + 1] === quote) at += 2
    else return at + 1
  }
  return end
}

function endAfter(start: number, end: number, isLast: (at: number) => boolean): number {
  for (let at = start; at < end; at++) if (isLast(at)) return at + 1
  return end
}

/** `$1` ends after the number; `$tag$ … $tag$` is a literal that ends with its second tag, or with the statement. */
function dollarEnd(from: Uint8Array, start: number, end: number): number {
  const tagEnd = wordEnd(from, start + 1, end)
  if (!isTag(from, start, end)) return tagEnd
  const length = tagEnd + 1 - start
  for (let at = tagEnd + 1; at + length <= end; at++) {
    if (KINDS[from[at] ?? 0] === DOLLAR && isSame(from, start, at, length)) return at + length
  }
  return end
}

function isTag(from: Uint8Array, start: number, end: number): boolean {
  const tagEnd = wordEnd(from, start + 1, end)
  return tagEnd < end && KINDS[from[tagEnd] ?? 0] === DOLLAR && KINDS[from[start + 1] ?? 0] !== DIGIT
}

/** Tags are short or not compared far: `$aaa…` against itself from every `$` would take the square of its length. */
function isSame(from: Uint8Array, a: number, b: number, length: number): boolean {
  if (length > 64) return false
  for (let k = 0; k < length; k++) if (from[a + k] !== from[b + k]) return false
  return true
}

/** What joins names with a dot, on either side, is a name; what follows `=`, `<` or `>` is a value. */
const isValue = (inValues: boolean, last: number, next: number | undefined): boolean =>
  last !== DOT && next !== DOT && (inValues || last === 61 || last === 60 || last === 62)

const VALUES = [118, 97, 108, 117, 101, 115]
/** Words that end the list of values: on, returning, select. */
const ENDS = [
  [111, 110],
  [114, 101, 116, 117, 114, 110, 105, 110, 103],
  [115, 101, 108, 101, 99, 116],
]

function isValuesAfter(before: boolean, from: Uint8Array, at: number, length: number): boolean {
  if (isWord(from, at, length, VALUES)) return true
  return before && !ENDS.some((word) => isWord(from, at, length, word))
}

function isWord(from: Uint8Array, at: number, length: number, word: number[]): boolean {
  if (length !== word.length) return false
  for (let k = 0; k < length; k++) if (((from[at + k] ?? 0) | 32) !== word[k]) return false
  return true
}
