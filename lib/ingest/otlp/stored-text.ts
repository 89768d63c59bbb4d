import { fromStoredObject, mapOf } from './attribute-json'
import type { AttributeValue } from './decoded'

export type StoredEvent = {
  name: string
  timeUnixNano: bigint
  attributes: Map<string, AttributeValue>
  dropped: number
}
export type StoredLink = {
  traceId: string
  spanId: string
  traceState: string
  attributes: Map<string, AttributeValue>
  dropped: number
  flags: number
}

const QUOTE = 34
const PLUS = 43
const COMMA = 44
const MINUS = 45
const DOT = 46
const DIGIT_0 = 48
const DIGIT_9 = 57
const COLON = 58
const OPEN_BRACKET = 91
const BACKSLASH = 92
const CLOSE_BRACKET = 93
const LETTER_E = 101
const LETTER_F = 102
const LETTER_N = 110
const LETTER_T = 116
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/** Stored attributes (see `attribute-json.ts`) from the text of the jsonb, with every integer exact. */
export const parseStoredAttributes = (text: string): Map<string, AttributeValue> =>
  new StoredText(text).document((stored) => stored.attributes())

/** One stored value, such as the body of a log record. */
export const parseStoredValue = (text: string): AttributeValue =>
  new StoredText(text).document((stored) => stored.value())

/** The stored `events` of a span. */
export const parseStoredEvents = (text: string): StoredEvent[] =>
  new StoredText(text).document((stored) =>
    stored.list((fields) => ({
      name: String(fields.get('n') ?? ''),
      timeUnixNano: BigInt(String(fields.get('t') ?? '0')),
      attributes: stored.attributesOf,
      dropped: Number(fields.get('d') ?? 0),
    })),
  )

/** The stored `links` of a span. */
export const parseStoredLinks = (text: string): StoredLink[] =>
  new StoredText(text).document((stored) =>
    stored.list((fields) => ({
      traceId: String(fields.get('t') ?? ''),
      spanId: String(fields.get('s') ?? ''),
      traceState: String(fields.get('ts') ?? ''),
      attributes: stored.attributesOf,
      dropped: Number(fields.get('d') ?? 0),
      flags: Number(fields.get('f') ?? 0),
    })),
  )

/** A JSON reader that tells integers from doubles, which `JSON.parse` does not. What it reads was written by us. */
class StoredText {
  /** The `a` of the element that `list` is at. */
  attributesOf = new Map<string, AttributeValue>()
  private at = 0

  constructor(private readonly text: string) {}

  document<T>(read: (stored: StoredText) => T): T {
    const value = read(this)
    if (!Number.isNaN(this.peek())) throw this.unexpected()
    return value
  }

  attributes(): Map<string, AttributeValue> {
    const attributes = new Map<string, AttributeValue>()
    this.fields((key) => attributes.set(key, this.value()))
    return attributes
  }

  list<T>(element: (fields: Map<string, AttributeValue>) => T): T[] {
    const elements: T[] = []
    this.elements(() => {
      const fields = new Map<string, AttributeValue>()
      this.attributesOf = new Map()
      this.fields((key) => {
        if (key === 'a') this.attributesOf = this.attributes()
        else fields.set(key, this.value())
      })
      elements.push(element(fields))
    })
    return elements
  }

  value(): AttributeValue {
    switch (this.peek()) {
      case QUOTE:
        return this.string()
      case OPEN_BRACKET: {
        const items: AttributeValue[] = []
        this.elements(() => items.push(this.value()))
        return items
      }
      case OPEN_BRACE: {
        const entries: [string, AttributeValue][] = []
        this.fields((key) => {
          // What is wrapped is a map whatever its keys look like.
          entries.push([key, key === '$kvlist' ? mapOf([...this.attributes()]) : this.value()])
        })
        return fromStoredObject(entries)
      }
      case LETTER_T:
        return this.word('true', true)
      case LETTER_F:
        return this.word('false', false)
      case LETTER_N:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private fields(read: (key: string) => void): void {
    this.expect(OPEN_BRACE)
    if (this.accept(CLOSE_BRACE)) return
    do {
      if (this.peek() !== QUOTE) throw this.unexpected()
      const key = this.string()
      this.expect(COLON)
      read(key)
    } while (this.accept(COMMA))
    this.expect(CLOSE_BRACE)
  }

  private elements(read: () => void): void {
    this.expect(OPEN_BRACKET)
    if (this.accept(CLOSE_BRACKET)) return
    do read()
    while (this.accept(COMMA))
    this.expect(CLOSE_BRACKET)
  }

  private string(): string {
    const { text } = this
    const start = this.at
    let end = text.indexOf('"', start + 1)
    const plain = text.slice(start + 1, end < 0 ? text.length : end)
    if (!plain.includes('\\')) {
      if (end < 0) throw this.unexpected()
      this.at = end + 1
      return plain
    }
    end = start + 1
    while (end < text.length) {
      const code = text.charCodeAt(end)
      if (code === QUOTE) break
      end += code === BACKSLASH ? 2 : 1
    }
    this.at = end + 1
    return String(JSON.parse(text.slice(start, end + 1)))
  }

  private number(): AttributeValue {
    const { text } = this
    const start = this.at
    let at = start
    let isDouble = false
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code === DOT || (code | 32) === LETTER_E) isDouble = true
      else if (!(code >= DIGIT_0 && code <= DIGIT_9) && code !== PLUS && code !== MINUS) break
    }
    this.at = at
    const digits = text.slice(start, at)
    if (digits === '' || Number.isNaN(Number(digits))) throw this.unexpected()
    return isDouble ? Number(digits) : BigInt(digits)
  }

  private word<T>(text: string, value: T): T {
    if (!this.text.startsWith(text, this.at)) throw this.unexpected()
    this.at += text.length
    return value
  }

  /** The next character that is not white space, NaN at the end. */
  private peek(): number {
    let code = this.text.charCodeAt(this.at)
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.at)
    return code
  }

  private accept(code: number): boolean {
    if (this.peek() !== code) return false
    this.at++
    return true
  }

  private expect(code: number): void {
    if (!this.accept(code)) throw this.unexpected()
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`Stored attributes are broken at character ${this.at}`)
  }
}
