/**
 * The statement with `?` for every literal. Reads each character once. In double quotes stands a name, unless the place
 * asks for a value (after `=`, within `VALUES`), as it does in MySQL.
 */
export function stripSqlLiterals(sql: string): string {
  let clean = ''
  let kept = 0
  let inValues = false
  let last = ''
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at)
    const isLiteral =
      token.kind === 'literal' ||
      (token.kind === 'quoted' && (inValues || /[=<>]/.test(last)) && last !== '.')
    if (isLiteral) {
      clean += `${sql.slice(kept, at)}?`
      kept = token.end
    }
    if (token.kind === 'word') inValues = isValuesAfter(inValues, sql.slice(at, Math.min(token.end, at + 8)))
    if (token.kind !== 'space') last = sql.charAt(token.end - 1)
    at = token.end
  }
  return kept === 0 ? sql : clean + sql.slice(kept)
}

type Token = { kind: 'literal' | 'quoted' | 'word' | 'space' | 'other'; end: number }

function isValuesAfter(before: boolean, word: string): boolean {
  const lower = word.toLowerCase()
  if (lower === 'values') return true
  return before && lower !== 'on' && lower !== 'returning' && lower !== 'select'
}

const NUMBER = /(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)/y
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy
const SPACE = /\s+/y
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w{0,63})?\$/y
const PLACEHOLDER = /[$:@][\w]+/y

function tokenAt(sql: string, at: number): Token {
  const char = sql.charAt(at)
  if (char === "'") return { kind: 'literal', end: quoteEnd(sql, at, "'") }
  if (char === '"') return { kind: 'quoted', end: quoteEnd(sql, at, '"') }
  if (char === '`') return { kind: 'other', end: quoteEnd(sql, at, '`') }
  if (char === '-' && sql[at + 1] === '-') return { kind: 'space', end: endAfter(sql, '\n', at) }
  if (char === '/' && sql[at + 1] === '*') return { kind: 'space', end: endAfter(sql, '*/', at + 2) }
  const tag = matchAt(DOLLAR_TAG, sql, at)
  if (tag !== null) return { kind: 'literal', end: endAfter(sql, tag, at + tag.length) }
  for (const [pattern, kind] of [
    [SPACE, 'space'],
    [PLACEHOLDER, 'other'],
    [NUMBER, 'literal'],
    [WORD, 'word'],
  ] as const) {
    const text = matchAt(pattern, sql, at)
    if (text !== null) return { kind, end: at + text.length }
  }
  return { kind: 'other', end: at + 1 }
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/** After the closing quote; a doubled or backslashed one does not close. An open end is read as the rest. */
function quoteEnd(sql: string, start: number, quote: string): number {
  let at = start + 1
  while (at < sql.length) {
    const char = sql[at]
    if (char === '\\' && quote === "'") at += 2
    else if (char !== quote) at++
    else if (sql[at + 1] === quote) at += 2
    else return at + 1
  }
  return sql.length
}

function endAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length : found + mark.length
}
