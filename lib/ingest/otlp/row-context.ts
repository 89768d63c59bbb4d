import type { IngestSource } from '@/lib/model/ingest-source'
import { uuidBytes } from './resource-cache'
import { postgresMicros } from './unix-nano'

/** What is the same for all rows of one request. */
export type RowContext = {
  source: IngestSource
  orgIdBytes: Buffer
  receivedAtMicros: number
  oldestMicros: number
  newestMicros: number
}

/** The times accepted, and who sends. */
export type DecodeContext = { source: IngestSource; receivedAtMs: number; oldestMs: number; newestMs: number }

export const rowContext = (context: DecodeContext): RowContext => ({
  source: context.source,
  orgIdBytes: uuidBytes(context.source.orgId),
  receivedAtMicros: Math.floor(context.receivedAtMs * 1000),
  oldestMicros: context.oldestMs * 1000,
  newestMicros: context.newestMs * 1000,
})

/** Count of columns, organization, resource, scope and time of arrival: the beginning of all rows of one scope. */
export function rowPrefix(columns: number, context: RowContext, resourceId: Buffer, scopeId: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeInt16BE(columns, 0)
  let at = 2
  for (const id of [context.orgIdBytes, resourceId, scopeId]) {
    prefix.writeInt32BE(16, at)
    id.copy(prefix, at + 4)
    at += 20
  }
  prefix.writeInt32BE(8, at)
  prefix.writeBigInt64BE(BigInt(postgresMicros(context.receivedAtMicros)), at + 4)
  return prefix
}

export const PREFIX_BYTES = 2 + 3 * 20 + 12
