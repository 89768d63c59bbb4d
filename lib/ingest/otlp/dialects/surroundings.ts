import { cutText } from '@/lib/executions/cut-text'
import type { SpanMark } from '@/lib/model/span-mark'
import { lookUp } from './attribute-lookup'
import type { SpanInContext } from './dialect'

/** Resource and span attributes that people filter executions by. */
const LABELS = [
  'service.name',
  'service.namespace',
  'service.version',
  'host.name',
  'k8s.cluster.name',
  'k8s.namespace.name',
  'k8s.cronjob.name',
  'k8s.job.name',
  'cloud.region',
  'vcs.repository.name',
  'vcs.repository.url.full',
  'vcs.change.id',
  'messaging.system',
  'messaging.destination.name',
  'faas.name',
  'faas.trigger',
] as const

/** What the conventions say about any execution's surroundings, whichever tool it is. */
export function surroundings(of: SpanInContext): Partial<SpanMark> {
  return {
    environment: lookUp(of, 'deployment.environment.name', 'deployment.environment') ?? undefined,
    commit: lookUp(of, 'vcs.ref.head.revision', 'vcs.repository.ref.revision') ?? undefined,
    branch: lookUp(of, 'vcs.ref.head.name', 'vcs.ref.head', 'vcs.repository.ref.name') ?? undefined,
    version: lookUp(of, 'service.version') ?? undefined,
    labels: labelsOf(of),
    links: linksOf(of),
  }
}

function labelsOf(of: SpanInContext): Record<string, string> | undefined {
  const found = LABELS.flatMap((key): [string, string][] => {
    const value = lookUp(of, key)
    return value === null ? [] : [[key, cutText(value, 200)]]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

/** Span links as they came; a link without a span still names a trace. */
export function linksOf({ span }: SpanInContext): SpanMark['links'] {
  const links = span.links.slice(0, 32).map((link) => ({
    kind: 'link' as const,
    traceId: link.traceId,
    ...(/^0*$/.test(link.spanId) ? {} : { spanId: link.spanId }),
    evidence: 'span link',
  }))
  return links.length === 0 ? undefined : links
}

/** The machine that did it, as far as it is told. */
export const workerOf = (of: SpanInContext): string | undefined =>
  lookUp(of, 'cicd.worker.name', 'cicd.worker.id', 'k8s.pod.name', 'host.name') ?? undefined

/** The time at which a span's own words hold: its end, or its start while it is open. */
export const saidAt = ({ span }: Pick<SpanInContext, 'span'>): string =>
  String(span.endUnixNano === 0n ? span.startUnixNano : span.endUnixNano)
