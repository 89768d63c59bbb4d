import { BARE_KEY, type Comparator, KEYWORDS, type QueryError, type Range } from './syntax'

export type Token =
  | ({ type: 'open' | 'close' | 'not' | 'or' } & Range)
  | ({ type: 'text'; text: string } & Range)
  | ({ type: 'term'; key: string; comparator: Comparator; values: string[]; isNegated: boolean } & Range)

const COMPARATORS: Comparator[] = ['>=', '<=', '>', '<', '~']
const ENDS_WORD = /[\s()"]/
const ENDS_VALUE = /[\s()",]/

/** Cuts a query into tokens. Never fails: what cannot be read is reported with its range and left out. */
export function tokenize(input: string): { tokens: Token[]; errors: QueryError[] } {
  const reader = new Reader(input)
  const tokens: Token[] = []
  for (;;) {
    reader.skipSpace()
    if (reader.isDone) return { tokens, errors: reader.errors }
    const token = readToken(reader)
    if (token) tokens.push(token)
  }
}

function readToken(reader: Reader): Token | null {
  const from = reader.at
  const first = reader.peek()
  if (first === '(' || first === ')') {
    reader.at += 1
    return { type: first === '(' ? 'open' : 'close', from, to: reader.at }
  }
  if (first === '!') {
    reader.at += 1
    return { type: 'not', from, to: reader.at }
  }
  if (first === '"') {
    const text = reader.readQuoted()
    if (reader.peek() === ':') return readTerm(reader, text, from)
    if (text.trim() === '') return reader.fail(from, 'Nothing between the quotes')
    return { type: 'text', text, from, to: reader.at }
  }
  return readBare(reader, from)
}

function readBare(reader: Reader, from: number): Token | null {
  const word = reader.peekWhile(ENDS_WORD)
  const colon = word.indexOf(':')
  const key = word.slice(0, word[colon - 1] === '!' ? colon - 1 : colon)
  const isAddress = word.startsWith('//', colon + 1)
  if (colon > 0 && BARE_KEY.test(key) && !isAddress) {
    reader.at = from + key.length
    return readTerm(reader, key, from)
  }
  reader.at = from + word.length
  if (word === 'OR') return { type: 'or', from, to: reader.at }
  // Side by side already means "and"; people write it anyway.
  if (KEYWORDS.has(word)) return null
  return { type: 'text', text: word, from, to: reader.at }
}

/** Reads `:value,value` or `!:value` after a key. */
function readTerm(reader: Reader, key: string, from: number): Token | null {
  const isNegated = reader.peek() === '!'
  reader.at += isNegated ? 2 : 1
  const comparator = COMPARATORS.find((each) => reader.startsWith(each)) ?? 'is'
  if (comparator !== 'is') reader.at += comparator.length
  const values: string[] = []
  for (;;) {
    const value = reader.peek() === '"' ? reader.readQuoted() : reader.readWhile(ENDS_VALUE)
    if (value !== '') values.push(value)
    if (reader.peek() !== ',') break
    reader.at += 1
  }
  if (values.length === 0) return reader.fail(from, `${key}: needs a value`)
  return { type: 'term', key, comparator, values, isNegated, from, to: reader.at }
}

class Reader {
  at = 0
  readonly errors: QueryError[] = []
  constructor(readonly input: string) {}

  get isDone(): boolean {
    return this.at >= this.input.length
  }

  peek(): string {
    return this.input[this.at] ?? ''
  }

  startsWith(text: string): boolean {
    return this.input.startsWith(text, this.at)
  }

  skipSpace(): void {
    while (!this.isDone && /\s/.test(this.peek())) this.at += 1
  }

  peekWhile(end: RegExp): string {
    let to = this.at
    while (to < this.input.length && !end.test(this.input[to] ?? '')) to += 1
    return this.input.slice(this.at, to)
  }

  readWhile(end: RegExp): string {
    const text = this.peekWhile(end)
    this.at += text.length
    return text
  }

  /** Reads from one quote to the next; a backslash takes the next character as it is. */
  readQuoted(): string {
    const from = this.at
    let text = ''
    for (this.at += 1; !this.isDone; this.at += 1) {
      if (this.peek() === '"') {
        this.at += 1
        return text
      }
      if (this.peek() === '\\' && this.at + 1 < this.input.length) this.at += 1
      text += this.peek()
    }
    this.errors.push({ from, to: this.input.length, message: 'The quote is not closed' })
    return text
  }

  fail(from: number, message: string): null {
    this.errors.push({ from, to: this.at, message })
    return null
  }
}
