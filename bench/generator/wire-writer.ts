/** Writes protobuf fields into plain buffers. Independent of the product's decoder on purpose: it is what the decoder is measured with. */

export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

const tag = (field: number, wireType: number): Buffer => varint((field << 3) | wireType)

/** A length-delimited field: a message, a string or bytes. */
export function chunk(field: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  return Buffer.concat([tag(field, 2), varint(body.length), body])
}

export const integer = (field: number, value: number | bigint): Buffer =>
  Buffer.concat([tag(field, 0), varint(value)])

export function fixed64(field: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return Buffer.concat([tag(field, 1), bytes])
}

function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([tag(field, 1), bytes])
}

/** `bigint` becomes int64, `number` becomes double, as in the product's own model of attributes. */
export type Value = string | boolean | bigint | number | Value[]

function anyValue(value: Value): Buffer {
  if (typeof value === 'string') return chunk(1, value)
  if (typeof value === 'boolean') return integer(2, value ? 1 : 0)
  if (typeof value === 'bigint') return integer(3, value)
  if (typeof value === 'number') return double(4, value)
  return chunk(5, ...value.map((item) => chunk(1, anyValue(item))))
}

/** One attribute as the field `field` of the message around it. */
export const attribute = (field: number, key: string, value: Value): Buffer =>
  chunk(field, chunk(1, key), chunk(2, anyValue(value)))
