import { Refusal } from '@/lib/model/refusal'
import { JsonScanner } from './json-scanner'
import { type Field, type Message, REQUESTS } from './json-schema'
import { WireWriter } from './wire-writer'

/**
 * An OTLP/JSON export request as protobuf, so that there is one decoder for both. No number passes through a double on
 * its way, ids are hexadecimal, and what OTLP does not know is left out. Throws Refusal('invalid') with the path of the
 * first value that is not what it should be.
 */
export function encodeJsonRequest(signal: keyof typeof REQUESTS, text: string | Buffer): Buffer {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return new JsonEncoder(bytes).request(REQUESTS[signal])
}

const NULL = 110
const QUOTE = 34
const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }
const UINT64 = { least: 0n, most: 2n ** 64n - 1n }
const UINT32 = { least: 0n, most: 2n ** 32n - 1n }
const INT32 = { least: -(2n ** 31n), most: 2n ** 31n - 1n }
/** More digits than any 64-bit number has, with room for a fraction of zeros. */
const NUMBER_LENGTH_MAX = 64

class JsonEncoder {
  private readonly scanner: JsonScanner
  private readonly wire: WireWriter
  private readonly path: (string | number)[] = []

  constructor(bytes: Buffer) {
    this.scanner = new JsonScanner(bytes, (message) =>
      this.refusal(`The request is not valid JSON: ${message}.`),
    )
    this.wire = new WireWriter(Math.max(256, bytes.length >> 1))
  }

  request(message: Message): Buffer {
    if (this.scanner.peek() !== 123) throw this.refusal('The request must be a JSON object.')
    this.message(message)
    this.scanner.end()
    return this.wire.finish()
  }

  private message(message: Message): void {
    const { scanner, path } = this
    if (scanner.peek() !== 123) throw this.wrong('an object')
    scanner.object((key) => {
      const field = message.get(key)
      if (field === undefined) {
        scanner.skip()
        return
      }
      if (scanner.peek() === NULL) {
        scanner.skip()
        return
      }
      path.push(key)
      if (field.isRepeated) this.repeated(field)
      else this.field(field)
      path.pop()
    })
  }

  private repeated(field: Field): void {
    const { scanner, path } = this
    if (scanner.peek() !== 91) throw this.wrong('an array')
    scanner.array((index) => {
      path.push(index)
      if (scanner.peek() === NULL) {
        // In an array of values, null is a value that is empty; in any other list there is nothing at its place.
        scanner.skip()
        if (field.message.has('stringValue')) this.wire.end(this.wire.begin(field.tag))
      } else this.field(field)
      path.pop()
    })
  }

  private field(field: Field): void {
    switch (field.kind) {
      case 'message': {
        const place = this.wire.begin(field.tag)
        this.message(field.message)
        this.wire.end(place)
        break
      }
      case 'string':
        this.string(field)
        break
      case 'hex':
      case 'base64':
        this.binary(field)
        break
      case 'bool':
        this.boolean(field)
        break
      case 'double':
        this.wire.varint(field.tag)
        this.wire.double(this.doubleValue())
        break
      case 'int64':
        this.varint(field, this.integer(INT64))
        break
      case 'uint32':
        this.varint(field, this.integer(UINT32))
        break
      case 'enum':
        this.varint(field, this.enumeration(field))
        break
      case 'fixed64':
        this.fixed64(field, this.integer(UINT64))
        break
      case 'fixed32':
        this.fixed32(field, this.integer(UINT32))
        break
      default:
        field.kind satisfies never
    }
  }

  private string(field: Field): void {
    const { scanner, wire } = this
    if (scanner.peek() !== QUOTE) throw this.wrong('a string')
    const { start, end, hasEscapes } = scanner.stringEnd()
    if (hasEscapes) wire.string(field.tag, scanner.unescaped(start, end))
    else if (end > start || field.isOneOf) {
      wire.varint(field.tag)
      wire.varint(end - start)
      wire.raw(scanner.bytes, start, end)
    }
  }

  private binary(field: Field): void {
    if (this.scanner.peek() !== QUOTE) throw this.wrong('a string')
    const text = this.scanner.string()
    if (text === '' && !field.isOneOf) return
    const isHex = field.kind === 'hex'
    if (isHex && (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))) throw this.wrong('hexadecimal')
    if (!isHex && !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw this.wrong('base64')
    const bytes = Buffer.from(text, isHex ? 'hex' : 'base64')
    this.wire.varint(field.tag)
    this.wire.varint(bytes.length)
    this.wire.raw(bytes, 0, bytes.length)
  }

  private boolean(field: Field): void {
    const isTrue = this.scanner.literal('true')
    if (!isTrue && !this.scanner.literal('false')) throw this.wrong('true or false')
    this.varint(field, isTrue ? 1n : 0n)
  }

  private doubleValue(): number {
    const text = this.numberText()
    if (text === 'NaN') return Number.NaN
    if (text === 'Infinity') return Number.POSITIVE_INFINITY
    if (text === '-Infinity') return Number.NEGATIVE_INFINITY
    if (!NUMBER.test(text)) throw this.wrong('a number')
    return Number(text)
  }

  private integer(range: { least: bigint; most: bigint }): bigint {
    return this.integerOf(this.numberText(), range)
  }

  /** Numbers and numbers in strings; `1e3` and `1.0` are integers too, as protobuf's JSON has it. */
  private integerOf(text: string, { least, most }: { least: bigint; most: bigint }): bigint {
    if (text.length > NUMBER_LENGTH_MAX) throw this.wrong('an integer')
    let value: bigint
    if (/^-?\d+$/.test(text)) value = BigInt(text)
    else {
      const number = NUMBER.test(text) ? Number(text) : Number.NaN
      if (!Number.isSafeInteger(number)) throw this.wrong('an integer')
      value = BigInt(number)
    }
    if (value < least || value > most) throw this.wrong(`an integer between ${least} and ${most}`)
    return value
  }

  private enumeration(field: Field): bigint {
    const text = this.numberText()
    const named = field.names.get(text)
    return named === undefined ? this.integerOf(text, INT32) : BigInt(named)
  }

  /** A number's text, whether it stands in quotes or not. */
  private numberText(): string {
    const { scanner } = this
    const byte = scanner.peek()
    if (byte === QUOTE) return scanner.string()
    if (byte === 45 || (byte >= 48 && byte <= 57)) return scanner.number()
    throw this.wrong('a number')
  }

  private varint(field: Field, value: bigint): void {
    if (value === 0n && !field.isOneOf) return
    this.wire.varint(field.tag)
    this.wire.bigVarint(value)
  }

  private fixed64(field: Field, value: bigint): void {
    if (value === 0n) return
    this.wire.varint(field.tag)
    this.wire.fixed64(value)
  }

  private fixed32(field: Field, value: bigint): void {
    if (value === 0n) return
    this.wire.varint(field.tag)
    this.wire.fixed32(Number(value))
  }

  private wrong(expected: string): Refusal {
    return this.refusal(`${this.where()} must be ${expected}.`)
  }

  private refusal(message: string): Refusal {
    return new Refusal('invalid', message, null, this.path.length === 0 ? null : this.where())
  }

  private where(): string {
    let where = ''
    for (const part of this.path) {
      if (typeof part === 'number') where += `[${part}]`
      else where += where === '' ? part : `.${part}`
    }
    return where
  }
}

const NUMBER = /^-?\d{1,40}(?:\.\d+)?(?:[eE][+-]?\d+)?$/
