import type { BadgeTone } from '@/components/ui/badge'
import type { StreamHealth, StreamKind, StreamShape } from '@/lib/model/audit-stream'

export const STREAM_KIND_NAMES: Record<StreamKind, string> = {
  webhook: 'Webhook',
  syslog: 'Syslog',
  otlp: 'OpenTelemetry logs',
  s3: 'S3',
}

export const STREAM_SHAPE_NAMES: Record<StreamShape, string> = {
  jsonl: 'Runledger’s own',
  ecs: 'ECS (Elastic)',
  ocsf: 'OCSF',
}

export const STREAM_HEALTH: Record<StreamHealth, { tone: BadgeTone; word: string }> = {
  well: { tone: 'success', word: 'delivering' },
  waiting: { tone: 'neutral', word: 'nothing sent yet' },
  failing: { tone: 'danger', word: 'failing' },
  paused: { tone: 'warning', word: 'paused' },
}
