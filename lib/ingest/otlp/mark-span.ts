import { cutText } from '@/lib/executions/cut-text'
import type { ErrorObservation, ExecutionIdentity } from '@/lib/model/fact'
import type { IngestSource } from '@/lib/model/ingest-source'
import type { SpanMark } from '@/lib/model/span-mark'
import type { Attributes, DecodedResource, DecodedScope, DecodedSpan } from './decoded'
import { markGenericRoot } from './dialects/generic'
import { DIALECTS } from './dialects/registry'
import { exceptionsOf } from './exceptions'

export { exceptionOfLog } from './exceptions'

const MAX_NAME = 250

/** Keys, some of which stand for all that begin like them. */
class Keys {
  readonly #exact: Set<string>
  readonly #beginnings: readonly string[]
  constructor(keys: readonly string[], end: string) {
    this.#exact = new Set(keys.filter((key) => !key.endsWith(end)))
    const open = keys.filter((key) => key.endsWith(end))
    this.#beginnings = [...new Set(open.map((key) => (end === '.' ? key : key.slice(0, -1))))]
  }
  has(key: string): boolean {
    if (this.#exact.has(key)) return true
    for (const beginning of this.#beginnings) if (key.startsWith(beginning)) return true
    return false
  }
}

const SPAN_KEYS = new Keys(
  DIALECTS.flatMap((dialect) => dialect.spanKeys),
  '.',
)
const RESOURCE_KEYS = new Keys(
  DIALECTS.flatMap((dialect) => dialect.resourceKeys ?? []),
  '.',
)
const SCOPES = new Keys(
  DIALECTS.flatMap((dialect) => dialect.scopes ?? []),
  '*',
)

/** True for an attribute that makes its span worth looking at. */
export const isTriggerKey = (key: string): boolean => SPAN_KEYS.has(key)

/** True for an instrumentation scope whose every span is worth looking at. */
export const isTriggerScope = (name: string | null): boolean => name !== null && SCOPES.has(name)

/** True for a resource whose every span is worth looking at. */
export function isTriggerResource(attributes: Attributes): boolean {
  for (const key of attributes.keys()) if (RESOURCE_KEYS.has(key)) return true
  return false
}

/** What a span alone says about executions, tasks and errors; null when it says nothing. */
export function markSpan(
  span: DecodedSpan,
  resource: DecodedResource,
  scope: DecodedScope,
  source: IngestSource,
): SpanMark | null {
  const of = { span, resource, scope, source }
  let mark: SpanMark | null = null
  for (const dialect of DIALECTS) {
    mark = dialect.mark(of)
    if (mark !== null) break
  }
  mark ??= markGenericRoot(of)
  const exceptions = exceptionsOf(span)
  if (mark !== null)
    return told({
      ...mark,
      errors: joined(mark.errors, exceptions),
      ...(mark.execution === undefined ? {} : { execution: named(mark.execution) }),
      links: mark.links?.map((link) =>
        link.execution ? { ...link, execution: named(link.execution) } : link,
      ),
    })
  if (exceptions.length === 0) return null
  return { dialect: 'generic', role: 'plain', sourceId: source.sourceId, errors: exceptions }
}

/** A tool's own errors lead; an exception with the same words is the same error. */
function joined(
  own: ErrorObservation[] | undefined,
  exceptions: ErrorObservation[],
): ErrorObservation[] | undefined {
  const errors = own ?? []
  const more = exceptions.filter((each) => !errors.some((error) => error.message === each.message))
  return errors.length + more.length === 0 ? undefined : [...errors, ...more]
}

/** Parts of an identity are indexed, which bounds how long they can be. */
const named = (of: ExecutionIdentity): ExecutionIdentity => ({
  ...of,
  namespace: cutText(of.namespace, MAX_NAME),
  flow: cutText(of.flow, MAX_NAME),
  nativeId: cutText(of.nativeId, MAX_NAME),
})

/** Without what is not said, so that a mark equals itself after a round trip through the database. */
function told(mark: SpanMark): SpanMark {
  const said = Object.entries(mark).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  // Only optional fields can be undefined or empty.
  return Object.fromEntries(said) as SpanMark
}
