const QUOTE = 34
const BACKSLASH = 92

/** Deeper than anything real and shallow enough for the stack. */
const DEPTH_MAX = 1000

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9

/** A cursor over the bytes of a JSON text, for a reader that takes values apart itself. */
export class JsonScanner {
  at = 0
  private depth = 0

  constructor(
    readonly bytes: Buffer,
    /** Makes the error for a text that is not JSON. */
    private readonly refuse: (message: string) => Error,
  ) {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3
  }

  /** The first byte of what comes next; 0 at the end. */
  peek(): number {
    const { bytes } = this
    let byte = bytes[this.at] ?? 0
    while (isSpace(byte)) byte = bytes[++this.at] ?? 0
    return byte
  }

  accept(byte: number): boolean {
    if (this.peek() !== byte) return false
    this.at++
    return true
  }

  expect(char: string): void {
    if (!this.accept(char.charCodeAt(0))) throw this.unexpected()
  }

  /** Calls back at each member's value; the reader must take exactly the value. */
  object(member: (key: string) => void): void {
    this.enter('{')
    if (!this.accept(125)) {
      do {
        if (this.peek() !== QUOTE) throw this.unexpected()
        const key = this.string()
        this.expect(':')
        member(key)
      } while (this.accept(44))
      this.expect('}')
    }
    this.depth--
  }

  array(element: (index: number) => void): void {
    this.enter('[')
    if (!this.accept(93)) {
      let index = 0
      do element(index++)
      while (this.accept(44))
      this.expect(']')
    }
    this.depth--
  }

  /** Passes over a string and gives its end; `hasEscapes` says whether it can be taken as it stands. */
  stringEnd(): { start: number; end: number; hasEscapes: boolean } {
    const { bytes } = this
    const start = this.at + 1
    let hasEscapes = false
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined) throw this.refuse('the text ends within a string')
      if (byte === QUOTE) break
      if (byte < 32) throw this.refuse(`a control character within a string at byte ${at}`)
      if (byte === BACKSLASH) {
        hasEscapes = true
        at++
      }
      at++
    }
    this.at = at + 1
    return { start, end: at, hasEscapes }
  }

  string(): string {
    const { start, end, hasEscapes } = this.stringEnd()
    return hasEscapes ? this.unescaped(start, end) : this.bytes.toString('utf8', start, end)
  }

  unescaped(start: number, end: number): string {
    try {
      return String(JSON.parse(this.bytes.toString('utf8', start - 1, end + 1)))
    } catch (error) {
      if (error instanceof SyntaxError) throw this.refuse(`a bad escape in the string at byte ${start}`)
      throw error
    }
  }

  /** The text of a number. */
  number(): string {
    const start = this.at
    let byte = this.bytes[this.at] ?? 0
    while ((byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 46 || (byte | 32) === 101)
      byte = this.bytes[++this.at] ?? 0
    const text = this.bytes.toString('latin1', start, this.at)
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
      this.at = start
      throw this.unexpected()
    }
    return text
  }

  /** True when the literal stands here, which is then passed over. */
  literal(text: string): boolean {
    if (this.peek() !== text.charCodeAt(0)) return false
    if (this.bytes.toString('latin1', this.at, this.at + text.length) !== text) throw this.unexpected()
    this.at += text.length
    return true
  }

  /** Passes over a value that nobody reads; it must still be JSON. */
  skip(): void {
    const byte = this.peek()
    if (byte === 123) this.object(() => this.skip())
    else if (byte === 91) this.array(() => this.skip())
    else if (byte === QUOTE) {
      const { start, end, hasEscapes } = this.stringEnd()
      if (hasEscapes) this.unescaped(start, end)
    } else if (!this.literal('true') && !this.literal('false') && !this.literal('null')) this.number()
  }

  /** Nothing but white space may follow. */
  end(): void {
    if (this.peek() !== 0 || this.at < this.bytes.length) throw this.unexpected()
  }

  unexpected(): Error {
    if (this.at >= this.bytes.length) return this.refuse('the text ends too early')
    const char = String.fromCharCode(this.bytes[this.at] ?? 0)
    return this.refuse(`unexpected ${JSON.stringify(char)} at byte ${this.at}`)
  }

  private enter(bracket: string): void {
    this.expect(bracket)
    if (++this.depth > DEPTH_MAX) throw this.refuse(`values nested more than ${DEPTH_MAX} deep`)
  }
}
