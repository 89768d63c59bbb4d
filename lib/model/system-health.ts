/** What the installation is doing, for owners. Figures are those of the database: of all processes, on whatever machine. */
export type SystemHealth = {
  database: { version: string; bytes: number; connections: number; connectionsMax: number }
  /** Processes by the name under which they are connected to the database. */
  processes: { name: string; connections: number; busy: number; since: Date }[]
  /** Until when a worker leads; in the past, none is at work. */
  workerUntil: Date | null
  jobs: {
    name: string
    startedAt: Date
    finishedAt: Date | null
    error: string | null
    result: string | null
  }[]
  tables: { name: string; bytes: number; rows: number }[]
  partitions: {
    table: string
    count: number
    oldest: string | null
    newest: string | null
    lateBytes: number
  }[]
  /** Of the organization, in the last whole hour and the one that runs. */
  ingest: { signal: string; verdict: string; count: number }[]
  lastReceivedAt: Date | null
}
