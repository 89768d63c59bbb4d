/** The configured instance that a request came from, as its token says; never taken from the payload. */
export type IngestSource = {
  orgId: string
  sourceId: string
  teamId: string
  /** Which tool it is (`lib/model/source-kind.ts`): events are read in its words. */
  kind: string
  environment: string
  recognition: 'automatic' | 'always' | 'never'
  /** Spans and log records a second; null for the installation's default. */
  itemsPerSecond: number | null
  /** Runledger's own telemetry: never traced, so that it does not feed on itself. */
  isSelf: boolean
  /** How the payloads of a generic source are read (`lib/model/event-mapping.ts`), where one is set; JSON as it is stored. */
  mapping?: unknown
}
