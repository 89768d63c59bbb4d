import { WireWriter } from './wire-writer'

export type Encoding = 'protobuf' | 'json'

/** Names of the count of what was refused, which differ by signal in JSON only. */
const REJECTED = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo'
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest'

/** The body of a 200. Without anything to say it is zero bytes of protobuf, or `{}`. */
export function encodeExportResponse(
  signal: keyof typeof REJECTED,
  partial: { rejected: number; message: string } | null,
  encoding: Encoding,
): Buffer {
  if (encoding === 'json') {
    if (partial === null) return Buffer.from('{}')
    // 64-bit integers are strings in protobuf's JSON.
    const fields = { [REJECTED[signal]]: String(partial.rejected), errorMessage: partial.message }
    return Buffer.from(JSON.stringify({ partialSuccess: fields }))
  }
  const wire = new WireWriter()
  if (partial !== null) {
    const place = wire.begin(10)
    if (partial.rejected > 0) {
      wire.varint(8)
      wire.varint(partial.rejected)
    }
    if (partial.message !== '') wire.string(18, partial.message)
    wire.end(place)
  }
  return wire.finish()
}

export type Status = {
  /** A code of gRPC's. */
  code: number
  message: string
  retryAfterSeconds?: number
  fieldPath?: string
}

/** A `google.rpc.Status`, with when to try again or which field is wrong in its details. */
export function encodeStatus(status: Status, encoding: Encoding): Buffer {
  return encoding === 'json' ? Buffer.from(JSON.stringify(jsonStatus(status))) : protobufStatus(status)
}

function jsonStatus({ code, message, retryAfterSeconds, fieldPath }: Status): object {
  const details = []
  if (retryAfterSeconds !== undefined)
    details.push({ '@type': RETRY_INFO, retryDelay: `${retryAfterSeconds}s` })
  if (fieldPath !== undefined)
    details.push({ '@type': BAD_REQUEST, fieldViolations: [{ field: fieldPath, description: message }] })
  return { code, message, ...(details.length === 0 ? {} : { details }) }
}

function protobufStatus({ code, message, retryAfterSeconds, fieldPath }: Status): Buffer {
  const wire = new WireWriter()
  if (code !== 0) {
    wire.varint(8)
    wire.varint(code)
  }
  if (message !== '') wire.string(18, message)
  if (retryAfterSeconds !== undefined) {
    detail(wire, RETRY_INFO, () => {
      const delay = wire.begin(10)
      const seconds = Math.floor(retryAfterSeconds)
      wire.varint(8)
      wire.varint(seconds)
      wire.varint(16)
      wire.varint(Math.round((retryAfterSeconds - seconds) * 1e9))
      wire.end(delay)
    })
  }
  if (fieldPath !== undefined) {
    detail(wire, BAD_REQUEST, () => {
      const violation = wire.begin(10)
      wire.string(10, fieldPath)
      wire.string(18, message)
      wire.end(violation)
    })
  }
  return wire.finish()
}

/** A `google.protobuf.Any` in the details. */
function detail(wire: WireWriter, type: string, write: () => void): void {
  const any = wire.begin(26)
  wire.string(10, type)
  const value = wire.begin(18)
  write()
  wire.end(value)
  wire.end(any)
}
