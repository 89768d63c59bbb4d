import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'

/** Text is handed on in pieces of this size: a write for each row would cost more than the row. */
const CHUNK_CHARACTERS = 256 * 1024

export type Cell = string | number | null

/** A table that takes rows by COPY over a connection of its own. */
export class CopyTarget {
  #text = ''
  rows = 0

  private constructor(
    private readonly client: PoolClient,
    private readonly stream: CopyStreamQuery,
  ) {}

  static async open(pool: Pool, tableName: string, columns: readonly string[]): Promise<CopyTarget> {
    const client = await pool.connect()
    const quoted = columns.map((column) => `"${column}"`).join(', ')
    return new CopyTarget(client, client.query(copyFrom(`copy ${tableName} (${quoted}) from stdin`)))
  }

  add(cells: readonly Cell[]): void {
    let line = ''
    for (const cell of cells) line += `${line === '' ? '' : '\t'}${textOf(cell)}`
    this.#text += `${line}\n`
    this.rows++
  }

  /** Waits while the server has enough to do. To be awaited now and then between rows. */
  async breathe(): Promise<void> {
    if (this.#text.length >= CHUNK_CHARACTERS) await this.#flush()
  }

  async close(): Promise<void> {
    await this.#flush()
    this.stream.end()
    await finished(this.stream)
    this.client.release()
  }

  async #flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    if (text !== '' && !this.stream.write(text)) await once(this.stream, 'drain')
  }
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function textOf(cell: Cell): string {
  if (cell === null) return '\\N'
  const text = String(cell)
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text
}
