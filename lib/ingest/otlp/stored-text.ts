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
    if (this.peek() !== '') throw this.unexpected()
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
      case '"':
        return this.string()
      case '[': {
        const items: AttributeValue[] = []
        this.elements(() => items.push(this.value()))
        return items
      }
      case '{': {
        const entries: [string, AttributeValue][] = []
        this.fields((key) => {
          // What is wrapped is a map whatever its keys look like.
          entries.push([key, key === '$kvlist' ? mapOf([...this.attributes()]) : this.value()])
        })
        return fromStoredObject(entries)
      }
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private fields(read: (key: string) => void): void {
    this.expect('{')
    if (this.accept('}')) return
    do {
      if (this.peek() !== '"') throw this.unexpected()
      const key = this.string()
      this.expect(':')
      read(key)
    } while (this.accept(','))
    this.expect('}')
  }

  private elements(read: () => void): void {
    this.expect('[')
    if (this.accept(']')) return
    do read()
    while (this.accept(','))
    this.expect(']')
  }

  private string(): string {
    const start = this.at
    let end = start + 1
    while (end < this.text.length) {
      const code = this.text.charCodeAt(end)
      if (code === 34) break
      end += code === 92 ? 2 : 1
    }
    this.at = end + 1
    const raw = this.text.slice(start + 1, end)
    return raw.includes('\\') ? String(JSON.parse(this.text.slice(start, end + 1))) : raw
  }

  private number(): AttributeValue {
    const start = this.at
    while (this.at < this.text.length && '+-.eE0123456789'.includes(this.text.charAt(this.at))) this.at++
    const text = this.text.slice(start, this.at)
    if (text === '' || Number.isNaN(Number(text))) throw this.unexpected()
    return /[.eE]/.test(text) ? Number(text) : BigInt(text)
  }

  private word<T>(text: string, value: T): T {
    if (!this.text.startsWith(text, this.at)) throw this.unexpected()
    this.at += text.length
    return value
  }

  /** The next character that is not white space, '' at the end. */
  private peek(): string {
    let code = this.text.charCodeAt(this.at)
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.at)
    return this.text.charAt(this.at)
  }

  private accept(char: string): boolean {
    if (this.peek() !== char) return false
    this.at++
    return true
  }

  private expect(char: string): void {
    if (!this.accept(char)) throw this.unexpected()
  }

  private unexpected(): SyntaxError {
    return new SyntaxError(`Stored attributes are broken at character ${this.at}`)
  }
}
