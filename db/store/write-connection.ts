import { Client } from 'pg'

/** Longer than the server's own limit, so that this one only speaks when the network has gone silent. */
const STATEMENT_TIMEOUT_MS = 12_000
const SILENCE_TIMEOUT_MS = 15_000

/**
 * Plans are pinned: partitions are young and without statistics, and one hash join over a day of spans would hold the
 * locks of a whole batch for seconds. Every query of the write path is a few keys looked up in an index. Statements whose
 * table has one index that fits are prepared by name, and so planned once.
 */
const SESSION = `
  set synchronous_commit = on;
  set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off; set enable_bitmapscan = off;
  set plan_cache_mode = force_generic_plan; set jit = off;
  create temp table stage_spans (like spans including defaults) on commit delete rows;
  create temp table stage_log_records (like log_records including defaults) on commit delete rows`

export type WriterSession = {
  /** Statements are sent while others are under way: see `inOneGo`. */
  pipeline?: boolean
}

/** A connection of the write path, with its session settings and staging tables. */
export async function connectWriter(
  connectionString: string,
  { pipeline = false }: WriterSession = {},
): Promise<Client> {
  const client = new Client({
    connectionString,
    application_name: 'runledger-writer',
    connectionTimeoutMillis: 3_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: SILENCE_TIMEOUT_MS,
    keepAlive: true,
    pipeline,
  })
  // Losing an idle connection is noticed here first; the owner listens to `end`.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(SESSION)
  return client
}
