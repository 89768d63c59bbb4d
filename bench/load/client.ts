/** What a server said to one export request. `isPartial` when it took the request but not all of it. */
export type Answer = { isAcked: boolean; isPartial: boolean; retryAfterMs: number | null; text: string }

/** One exporter on one connection, as an SDK or a Collector holds it. */
export type ExportClient = {
  send: (gzippedBody: Buffer) => Promise<Answer>
  close: () => void
}
