/** A field of a COPY stream: its bytes, or null. */
export type CopyField = Buffer | null

/** The rows of a binary COPY stream, by column name. Throws where the stream breaks PostgreSQL's format. */
export function readCopy(stream: Buffer, columns: readonly string[]): Record<string, CopyField>[] {
  if (stream.subarray(0, 11).toString('latin1') !== 'PGCOPY\n\xff\r\n\0') throw new Error('bad signature')
  if (stream.readInt32BE(11) !== 0 || stream.readInt32BE(15) !== 0) throw new Error('bad header')
  const rows: Record<string, CopyField>[] = []
  let at = 19
  for (;;) {
    const count = stream.readInt16BE(at)
    at += 2
    if (count === -1) break
    if (count !== columns.length) throw new Error(`${count} columns in row ${rows.length}`)
    const row: Record<string, CopyField> = {}
    for (const column of columns) {
      const length = stream.readInt32BE(at)
      at += 4
      if (length < -1 || at + length > stream.length) throw new Error(`bad length ${length} of ${column}`)
      row[column] = length === -1 ? null : stream.subarray(at, at + length)
      at += Math.max(0, length)
    }
    rows.push(row)
  }
  if (at !== stream.length) throw new Error(`${stream.length - at} bytes after the trailer`)
  return rows
}

const POSTGRES_EPOCH_MICROS = 946_684_800_000_000n

/** Text of a column; refuses what Postgres would refuse. */
export function textOf(field: CopyField): string | null {
  if (field === null) return null
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(field)
  if (text.includes('\0')) throw new Error('NUL in text')
  return text
}

/** Text of a jsonb column; refuses what Postgres would refuse. */
export function jsonOf(field: CopyField): string | null {
  if (field === null) return null
  if (field[0] !== 1) throw new Error('bad jsonb version')
  const json = textOf(field.subarray(1)) ?? ''
  JSON.parse(json)
  if (/\\u0000/.test(json.replaceAll('\\\\', ''))) throw new Error('NUL in jsonb')
  if (/\\ud[89a-f]/i.test(json.replaceAll('\\\\', ''))) throw new Error('surrogate in jsonb')
  return json
}

export const intOf = (field: CopyField): bigint | null => {
  if (field === null) return null
  return field.length === 2 ? BigInt(field.readInt16BE()) : field.readBigInt64BE()
}

/** Microseconds since 1970 of a timestamp column. */
export const microsOf = (field: CopyField): bigint | null =>
  field === null ? null : field.readBigInt64BE() + POSTGRES_EPOCH_MICROS

export const hexOf = (field: CopyField): string | null => (field === null ? null : field.toString('hex'))
