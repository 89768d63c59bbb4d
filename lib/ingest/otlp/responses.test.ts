import { describe, expect, test } from 'vitest'
import { encodeExportResponse, encodeStatus } from './responses'
import { chunk, varint } from './testing/encode-protobuf'

const text = (field: number, value: string) => chunk(field, Buffer.from(value))

describe('the answer to an export', () => {
  test('is nothing when all is stored', () => {
    expect(encodeExportResponse('traces', null, 'protobuf')).toHaveLength(0)
    expect(encodeExportResponse('traces', null, 'json').toString()).toBe('{}')
  })

  test.each([
    ['traces', 'rejectedSpans'],
    ['logs', 'rejectedLogRecords'],
    ['metrics', 'rejectedDataPoints'],
  ] as const)('to %s says how many are not', (signal, name) => {
    const partial = { rejected: 300, message: 'why' }
    expect(JSON.parse(encodeExportResponse(signal, partial, 'json').toString())).toEqual({
      partialSuccess: { [name]: '300', errorMessage: 'why' },
    })
    expect(encodeExportResponse(signal, partial, 'protobuf')).toEqual(
      chunk(1, Buffer.concat([Buffer.from([8]), varint(300n), text(2, 'why')])),
    )
  })
})

describe('a status', () => {
  test('has code and message', () => {
    expect(encodeStatus({ code: 3, message: 'bad' }, 'protobuf')).toEqual(
      Buffer.concat([Buffer.from([8, 3]), text(2, 'bad')]),
    )
    expect(JSON.parse(encodeStatus({ code: 3, message: 'bad' }, 'json').toString())).toEqual({
      code: 3,
      message: 'bad',
    })
  })

  test('says when to try again and which field is wrong', () => {
    const status = { code: 14, message: 'later', retryAfterSeconds: 7, fieldPath: 'a.b' }
    const json = JSON.parse(encodeStatus(status, 'json').toString())
    expect(json.details).toEqual([
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' },
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'a.b', description: 'later' }],
      },
    ])
    const delay = chunk(1, Buffer.from([8, 7, 16, 0]))
    const violation = chunk(1, Buffer.concat([text(1, 'a.b'), text(2, 'later')]))
    const any = (name: string, value: Buffer) =>
      chunk(3, Buffer.concat([text(1, `type.googleapis.com/google.rpc.${name}`), chunk(2, value)]))
    expect(encodeStatus(status, 'protobuf')).toEqual(
      Buffer.concat([
        Buffer.from([8, 14]),
        text(2, 'later'),
        any('RetryInfo', delay),
        any('BadRequest', violation),
      ]),
    )
  })

  test('of any length is encoded', () => {
    const message = 'é'.repeat(100_000)
    expect(encodeStatus({ code: 3, message }, 'protobuf')).toEqual(
      Buffer.concat([Buffer.from([8, 3]), text(2, message)]),
    )
  })
})
