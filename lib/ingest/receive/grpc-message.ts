import { GRPC_CODES } from './failure'
import type { Encoding } from './negotiate'
import { SinkError } from './sink'

/** What a server that takes gzip and deflate tells a client that sent anything else. */
export const GRPC_ENCODINGS = 'identity, deflate, gzip'

/** A message is preceded by a flag (1: compressed) and its length. */
export const FRAME_HEAD_BYTES = 5

/** The encoding of a call's messages by its `grpc-encoding` header; null for one we do not have. */
export function grpcEncodingOf(header: string | undefined): Encoding | null {
  if (header === undefined || header === '' || header === 'identity') return 'identity'
  return header === 'gzip' || header === 'deflate' ? header : null
}

/** The one message of a unary call out of the bytes of its stream, still compressed, with the encoding to undo. */
export function unframe(bytes: Buffer, encoding: Encoding): { message: Buffer; encoding: Encoding } {
  if (bytes.length < FRAME_HEAD_BYTES) throw broken('the call ended before its message')
  const flag = bytes.readUInt8(0)
  const length = bytes.readUInt32BE(1)
  if (bytes.length - FRAME_HEAD_BYTES !== length)
    throw broken('not exactly one whole message in a unary call')
  if (flag > 1) throw broken(`unknown compression flag ${flag}`)
  if (flag === 1 && encoding === 'identity')
    throw broken('the message is flagged as compressed but grpc-encoding names no compression')
  return { message: bytes.subarray(FRAME_HEAD_BYTES), encoding: flag === 1 ? encoding : 'identity' }
}

/** A message as it goes over the wire, uncompressed. */
export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** `grpc-message` is percent-encoded UTF-8; printable ASCII but `%` stands for itself. */
export function percentEncode(text: string): string {
  const bytes = Buffer.from(text.slice(0, 1000), 'utf8')
  let encoded = ''
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

const UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000001 }

/** Milliseconds of a `grpc-timeout` header; null without one. */
export function timeoutMsOf(header: string | undefined): number | null {
  if (header === undefined) return null
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(header) ?? []
  const factor = unit === undefined ? undefined : UNIT_MS[unit]
  if (digits === undefined || factor === undefined) throw broken('grpc-timeout is not a timeout')
  return Number(digits) * factor
}

const broken = (message: string): SinkError => new SinkError(GRPC_CODES.INTERNAL, message)
