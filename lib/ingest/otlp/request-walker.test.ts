import { describe, expect, test } from 'vitest'
import { TelemetryBatch } from './telemetry-batch'
import { NOW, ROOT, TRACE } from './testing/builders'
import { USUAL_TIMES } from './testing/contexts'
import { chunk, varint } from './testing/encode-protobuf'
import { storedSpans } from './testing/stored-rows'

describe('on the wire', () => {
  const decode = (bytes: Buffer) => {
    const batch = new TelemetryBatch()
    const outcome = batch.appendTraces(bytes, USUAL_TIMES)
    return { outcome, batch, spans: storedSpans(batch) }
  }
  const oneSpan = (...fields: Buffer[]) => chunk(1, chunk(2, chunk(2, Buffer.concat([IDS, ...fields]))))
  const time = Buffer.alloc(9, 0x39)
  time.writeBigUInt64LE(NOW, 1)
  const IDS = Buffer.concat([chunk(1, Buffer.from(TRACE, 'hex')), chunk(2, Buffer.from(ROOT, 'hex')), time])
  const value = (...bytes: Buffer[]) =>
    chunk(9, Buffer.concat([chunk(1, Buffer.from('k')), chunk(2, Buffer.concat(bytes))]))

  test('of a value given twice the last counts', () => {
    const { spans } = decode(
      oneSpan(
        value(chunk(1, Buffer.from('first')), Buffer.from([0x18, 7])),
        chunk(5, Buffer.from('a')),
        chunk(5, Buffer.from('b')),
      ),
    )
    expect(spans[0]?.attributes.get('k')).toBe(7n)
    expect(spans[0]?.name).toBe('b')
  })

  test('indices into a dictionary count as nothing', () => {
    expect(decode(oneSpan(value(Buffer.from([0x40, 5])))).spans[0]?.attributes.get('k')).toBeNull()
  })

  test('a field of the future behind a value leaves the value', () => {
    const { spans } = decode(oneSpan(value(Buffer.from([0x18, 7]), chunk(99, Buffer.from('x')))))
    expect(spans[0]?.attributes.get('k')).toBe(7n)
  })

  test('fields of the future are passed over, whatever their type', () => {
    const future = Buffer.concat([
      Buffer.from([0xa0, 0x06, 0x80, 0x01]),
      Buffer.from([0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8]),
      chunk(101, Buffer.from('x')),
      Buffer.from([0xa5, 0x06, 1, 2, 3, 4]),
    ])
    expect(decode(Buffer.concat([future, oneSpan(future)])).outcome.accepted).toBe(1)
  })

  test('a resource and a scope behind their spans, and in two pieces, are theirs', () => {
    const service = chunk(
      1,
      Buffer.concat([chunk(1, Buffer.from('service.name')), chunk(2, chunk(1, Buffer.from('orders')))]),
    )
    const scope = Buffer.concat([
      chunk(2, chunk(2, Buffer.from('v'))).subarray(2),
      chunk(1, Buffer.from('lib')),
    ])
    const group = Buffer.concat([
      chunk(2, Buffer.concat([chunk(2, IDS), chunk(3, Buffer.from('u1')), chunk(1, scope)])),
      chunk(3, Buffer.from('u2')),
      chunk(1, service),
      chunk(1, Buffer.from([0x10, 4])),
    ])
    const { batch } = decode(chunk(1, group))
    expect([...batch.resources.values()]).toMatchObject([
      { serviceName: 'orders', droppedAttributesCount: 4, schemaUrl: 'u2' },
    ])
    expect([...batch.scopes.values()]).toMatchObject([{ name: 'lib', version: 'v', schemaUrl: 'u1' }])
  })

  test.each([
    ['a varint without end', Buffer.alloc(11, 0xff)],
    ['a length beyond the end', Buffer.from([0x0a, 0x05, 0x00])],
    ['a length beyond all numbers', Buffer.concat([Buffer.from([0x0a]), varint(2n ** 63n)])],
    ['a group', Buffer.from([0x0b])],
    ['field number 0', Buffer.from([0x00, 0x00])],
    ['a fixed number cut short', oneSpan(Buffer.from([0x41, 1, 2]))],
    ['a length that leaves its message', chunk(1, chunk(2, chunk(2, Buffer.from([0x2a, 0x7f]))))],
    ['text', Buffer.from('hello, world')],
  ])('%s is refused', (_, bytes) => {
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})
