import { Refusal } from '@/lib/model/refusal'
import type { EventEndpoint } from './endpoint'
import type { EventOutcome } from './event-sink'

export type EventAnswer = { status: number; body: Record<string, unknown> }

/** What a sender is told of a request that was written: always with a body, which some clients insist on. */
export function answerOf(endpoint: EventEndpoint, outcome: EventOutcome): EventAnswer {
  const { stored, repeated, rejected } = outcome
  const taken = stored + repeated
  if (endpoint.name === 'lineage' && endpoint.isBatch) return { status: 200, body: summary(outcome) }
  const [first] = rejected
  if (taken === 0 && first !== undefined) throw new Refusal('invalid', first.message, null, first.path)
  if (rejected.length > 0) return { status: 200, body: summary(outcome) }
  return { status: endpoint.name === 'lineage' ? 201 : 200, body: { stored, repeated } }
}

/** The answer to a batch, as the OpenLineage specification 2.0 describes it (OpenLineage.yml, `/lineage/batch`). */
function summary({ stored, repeated, rejected }: EventOutcome): Record<string, unknown> {
  const successful = stored + repeated
  return {
    status: rejected.length === 0 ? 'success' : 'partial_success',
    summary: {
      received: successful + rejected.length,
      successful,
      failed: rejected.length,
      retriable: 0,
      non_retriable: rejected.length,
    },
    failed_events: rejected.map(({ path, message }) => ({
      index: Number(/^\[(\d+)\]/.exec(path)?.[1] ?? 0),
      reason: path === '' ? message : `${path}: ${message}`,
      retriable: false,
    })),
  }
}
