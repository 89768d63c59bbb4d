import type { IngestSource } from '@/lib/model/ingest-source'
import type { DecodeContext } from '../telemetry-batch'

/** A day in 2026, so that tests do not depend on today. */
export const NOW_MS = Date.UTC(2026, 5, 15, 12)
const DAY_MS = 86_400_000

export const SOURCE: IngestSource = {
  orgId: '00000000-0000-4000-8000-000000000001',
  sourceId: '00000000-0000-4000-8000-000000000002',
  teamId: '00000000-0000-4000-8000-000000000003',
  kind: 'opentelemetry',
  environment: 'production',
  recognition: 'automatic',
  itemsPerSecond: null,
  isSelf: false,
}

/** Everything from 1971 on, so that recorded requests of any age are taken. */
export const ANY_TIME: DecodeContext = {
  source: SOURCE,
  receivedAtMs: NOW_MS,
  oldestMs: 365 * DAY_MS,
  newestMs: Date.UTC(2250, 0),
}

/** The window that the product has by default. */
export const USUAL_TIMES: DecodeContext = {
  source: SOURCE,
  receivedAtMs: NOW_MS,
  oldestMs: NOW_MS - 400 * DAY_MS,
  newestMs: NOW_MS + DAY_MS,
}
