import { PRECEDENCE, type StateObservation } from '@/lib/model/fact'
import type { SpanMark } from '@/lib/model/span-mark'
import type { AttributeValue } from '../decoded'
import { lookUp, textOf } from './attribute-lookup'
import type { Dialect, SpanInContext } from './dialect'
import { JENKINS_WORDS, observe } from './state-words'
import { saidAt, surroundings } from './surroundings'

/** Jenkins' OpenTelemetry plugin. An unstable build has status ERROR like a failed one; the result tells them apart. */
export const jenkins: Dialect = {
  name: 'jenkins',
  spanKeys: ['ci.pipeline.', 'jenkins.'],
  resourceKeys: ['jenkins.url'],
  mark(of) {
    const { attributes, name, parentSpanId } = of.span
    if (attributes.has('ci.pipeline.run.number') && attributes.has('ci.pipeline.id')) return markBuild(of)
    if (attributes.has('jenkins.pipeline.step.type') || attributes.has('jenkins.pipeline.step.name'))
      return markStep(of)
    if (!of.resource.attributes.has('jenkins.url') || parentSpanId === null) return null
    if (/^Stage: /.test(name)) return markStep(of)
    return /^(Phase: |Agent)/.test(name)
      ? { dialect: jenkins.name, role: 'noise', sourceId: of.source.sourceId }
      : null
  },
}

function markBuild(of: SpanInContext): SpanMark {
  const { attributes } = of.span
  const base = lookUp(of, 'jenkins.url')
  const number = textOf(attributes, 'ci.pipeline.run.number') ?? of.span.traceId
  const result = textOf(attributes, 'ci.pipeline.run.result')
  const around = surroundings(of)
  return {
    dialect: jenkins.name,
    role: 'execution',
    sourceId: of.source.sourceId,
    ...around,
    execution: {
      sourceId: of.source.sourceId,
      namespace: (base ?? lookUp(of, 'service.name') ?? 'jenkins')
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, ''),
      flow: textOf(attributes, 'ci.pipeline.id') ?? of.span.name,
      nativeId: number,
      attempt: 1,
    },
    states: result === null ? undefined : [observe(JENKINS_WORDS, result, saidAt(of), PRECEDENCE.attribute)],
    title: `#${number}`,
    trigger: first(attributes.get('ci.pipeline.run.cause')),
    actor: textOf(attributes, 'ci.pipeline.run.user') ?? undefined,
    branch: textOf(attributes, 'git.branch') ?? around.branch,
    // The resource's version is Jenkins' own.
    version: undefined,
    url: absolute(base, textOf(attributes, 'ci.pipeline.run.url')),
  }
}

const first = (value: AttributeValue | undefined): string | undefined => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' && one !== '' ? one : undefined
}

/** Some versions send the path below Jenkins' own address. */
function absolute(base: string | null, url: string | null): string | undefined {
  if (url === null) return undefined
  if (/^https?:\/\//i.test(url)) return url
  return base !== null && /^https?:\/\//i.test(base)
    ? `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}`
    : undefined
}

function markStep(of: SpanInContext): SpanMark {
  const { attributes, name } = of.span
  const isStage = name.startsWith('Stage: ')
  return {
    dialect: jenkins.name,
    role: 'task',
    sourceId: of.source.sourceId,
    task: {
      // A node's id is unique within the build, but the span of a stage may carry that of its step.
      nativeId: null,
      name: isStage
        ? name.slice('Stage: '.length)
        : (textOf(attributes, 'jenkins.pipeline.step.name') ?? name),
      kind: isStage ? 'stage' : (textOf(attributes, 'jenkins.pipeline.step.type') ?? 'step'),
      mapIndex: null,
      attempt: 1,
    },
    states: stepStates(of),
    worker: textOf(attributes, 'jenkins.pipeline.step.agent.label', 'ci.pipeline.agent.name') ?? undefined,
  }
}

/** The step's result, else what interrupted it or made it unstable, else nothing, so that its status counts. */
function stepStates(of: SpanInContext): StateObservation[] | undefined {
  const at = saidAt(of)
  const precedence = PRECEDENCE.attribute
  const result = textOf(of.span.attributes, 'jenkins.pipeline.step.result')
  if (result !== null) return [observe(JENKINS_WORDS, result, at, precedence)]
  const cause = first(of.span.attributes.get('jenkins.pipeline.step.interruption.causes'))
  if (cause !== undefined) {
    return [{ state: /timeout/i.test(cause) ? 'timed_out' : 'cancelled', word: cause, at, precedence }]
  }
  const isUnstable = of.span.events.some(
    (event) => event.attributes.get('exception.type') === 'PIPELINE_UNSTABLE',
  )
  return isUnstable ? [{ state: 'warning', word: 'UNSTABLE', at, precedence }] : undefined
}
