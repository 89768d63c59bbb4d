import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/**
 * Many rows of a table as one JSON parameter, read on the other side by `jsonb_to_recordset`: one statement and one
 * plan for any number of rows, and no limit of parameters.
 */
export class Recordset<Row extends object> {
  readonly table: string
  /** Column names, comma separated, in the order of the schema. */
  readonly columns: string
  /** `from`-item that yields the rows of parameter $1 as `r`. */
  readonly source: string
  readonly #columns: { key: string; name: string }[]

  constructor(table: PgTable) {
    this.table = getTableName(table)
    const columns = Object.entries(getTableColumns(table))
    this.#columns = columns.map(([key, column]) => ({ key, name: column.name }))
    this.columns = this.#columns.map(({ name }) => quoted(name)).join(', ')
    const types = columns.map(([, column]) => `${quoted(column.name)} ${column.getSQLType()}`)
    this.source = `jsonb_to_recordset($1::jsonb) as r(${types.join(', ')})`
  }

  /** `insert into t (...) select ... from $1`. */
  get insert(): string {
    return `insert into ${this.table} (${this.columns}) select ${this.columns} from ${this.source}`
  }

  /** `a = excluded.a, ...` for every column but these. */
  excludedBut(...names: string[]): string {
    return this.#columns
      .filter(({ name }) => !names.includes(name))
      .map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`)
      .join(', ')
  }

  /** The parameter. */
  encode(rows: readonly Row[]): string {
    return storableJson(
      rows.map((row) => {
        const record: Record<string, unknown> = {}
        for (const { key, name } of this.#columns) {
          const value: unknown = Reflect.get(row, key)
          // What is left out is null on the other side.
          if (value !== null && value !== undefined) record[name] = encodeValue(value)
        }
        return record
      }),
    )
  }
}

/** JSON that jsonb takes: NUL and halves of surrogate pairs, which it refuses, become the replacement character. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (!text.includes('\\u')) return text
  return text.replace(/\\(?:\\|u(?:0000|d[89a-f][0-9a-f]{2}))/g, (sequence) =>
    sequence === '\\\\' ? sequence : '\ufffd',
  )
}

/** A trace id as Postgres writes it. */
export const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`

/** A trace id as OpenTelemetry writes it. */
export const hexOf = (uuid: string): string => uuid.replaceAll('-', '')

/** A timestamp with its microseconds, which a Date would lose. */
export function timestampOf(micros: bigint | number): string {
  const whole = BigInt(micros)
  const fraction = ((whole % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = new Date(Number((whole - fraction) / 1000n)).toISOString()
  return `${seconds.slice(0, -5)}.${String(fraction).padStart(6, '0')}Z`
}

const quoted = (name: string): string => `"${name}"`

function encodeValue(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value
}
