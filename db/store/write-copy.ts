import { type Client, type Connection, Query } from 'pg'

/** Rows that Postgres gets in one message: it works on a message when it has all of it, so one for all would let it wait. */
const MESSAGE_BYTES = 128 * 1024

const COPY_DATA = 'd'
const COPY_DONE = Buffer.from('c\0\0\0\x04', 'latin1')
const LENGTH_BYTES = 4

/**
 * Sends a finished COPY stream, binary unless told otherwise, to a table, after `before` (further statements). Everything is sent at once, where
 * pg-copy-streams waits for the server between statement, rows and end: three turns of an event loop that has requests to decode.
 */
export function copyInto(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: Buffer,
  before = '',
  format: 'binary' | 'text' = 'binary',
): Promise<void> {
  const text = `${before}copy ${table} (${columns.join(', ')}) from stdin (format ${format})`
  return new Promise((resolve, reject) => {
    client.query(new CopyAtOnce(text, rows, (error) => (error ? reject(error) : resolve())))
  })
}

/** A query as pg drives it. A server that has refused the statement ignores the rows that follow, as the protocol says. */
class CopyAtOnce extends Query {
  constructor(text: string, rows: Buffer, ended: (error: Error | undefined) => void) {
    super(text, ended)
    this.submit = (connection) => sendAll(connection, text, rows)
  }

  /** The rows are under way already. */
  handleCopyInResponse(): void {}
}

function sendAll(connection: Connection, text: string, rows: Buffer): void {
  const { stream } = connection
  stream.cork()
  connection.query(text)
  for (let at = 0; at < rows.length; at += MESSAGE_BYTES) {
    const part = rows.subarray(at, at + MESSAGE_BYTES)
    const head = Buffer.alloc(1 + LENGTH_BYTES)
    head.write(COPY_DATA, 'latin1')
    head.writeInt32BE(LENGTH_BYTES + part.length, 1)
    stream.write(head)
    stream.write(part)
  }
  stream.write(COPY_DONE)
  stream.uncork()
}
