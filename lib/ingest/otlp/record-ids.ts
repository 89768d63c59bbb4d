import { createHash } from 'node:crypto'

const ID_BYTES = 16

/** The ids of log records, which have none of their own: a hash of what they say and of whom they are from. */
export class RecordIds {
  private owner = Buffer.alloc(0)
  /** How often the same record was seen in this request. */
  private readonly seen = new Map<string, number>()

  begin(): void {
    this.seen.clear()
  }

  /** Whose records follow. */
  open(resourceId: Buffer, scopeId: Buffer): void {
    this.owner = Buffer.concat([resourceId, scopeId])
  }

  /** The same record has the same id whenever it is sent; the second of two alike in one request has another. */
  idOf(record: Buffer): DataView {
    const hash = createHash('sha256').update(this.owner).update(record).digest()
    const key = hash.toString('latin1', 0, ID_BYTES)
    const ordinal = this.seen.get(key) ?? 0
    this.seen.set(key, ordinal + 1)
    const id = ordinal === 0 ? hash : createHash('sha256').update(hash).update(String(ordinal)).digest()
    return new DataView(id.buffer, id.byteOffset, ID_BYTES)
  }
}
