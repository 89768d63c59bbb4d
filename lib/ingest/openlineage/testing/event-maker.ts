import type { LineageEvent } from '@/lib/model/lineage'
import { decodeLineage } from '../decode'

export const RUN = '3f5e83fa-3480-44ff-99c5-ff943904e5e8'
export const OTHER_RUN = 'ea041791-68bc-4ae1-bd89-4c8106a157e4'

type Parts = {
  eventType?: string | null
  at?: string
  runId?: string
  namespace?: string
  name?: string
  run?: Record<string, unknown>
  job?: Record<string, unknown>
  inputs?: unknown[]
  outputs?: unknown[]
  producer?: string
}

/** A valid run event with what a test is about. */
export const runEvent = (parts: Parts = {}): Record<string, unknown> => ({
  eventType: parts.eventType === undefined ? 'START' : parts.eventType,
  eventTime: parts.at ?? '2026-03-01T10:00:00Z',
  producer: parts.producer ?? 'https://example.com/producer',
  schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  run: { runId: parts.runId ?? RUN, facets: parts.run ?? {} },
  job: { namespace: parts.namespace ?? 'jobs', name: parts.name ?? 'load', facets: parts.job ?? {} },
  inputs: parts.inputs ?? [],
  outputs: parts.outputs ?? [],
})

/** What valid events say. */
export const read = (...events: unknown[]): LineageEvent[] =>
  decodeLineage({ protocol: 'openlineage', headers: {}, body: events, receivedAt: '0' }).events.flatMap(
    ({ lineage }) => lineage ?? [],
  )

/** The facet that names the run that started this one. */
export const parentFacet = (runId: string, name: string, namespace = 'jobs'): Record<string, unknown> => ({
  parent: { run: { runId }, job: { namespace, name } },
})

/** The facet that says what kind of job it is. */
export const jobType = (
  integration: string,
  type: string,
  processingType = 'BATCH',
): Record<string, unknown> => ({
  jobType: { integration, jobType: type, processingType },
})
