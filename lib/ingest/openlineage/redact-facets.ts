import { placeholder, Redactions } from '@/lib/ingest/redact/redactions'
import { isSecretKey } from '@/lib/ingest/redact/secret-key'
import { redactText } from '@/lib/ingest/redact/secret-patterns'
import { withoutSqlLiterals } from '@/lib/ingest/redact/sql-text'
import { sha256 } from './canonical'
import { isObject } from './shape'

type Rewrite = (facet: Record<string, unknown>) => Record<string, unknown>

/** Facets that hold what is never stored, by name (§2.6 of OpenLineage's facets), and what is stored in its place. */
const RUN_FACETS: Readonly<Record<string, Rewrite>> = {
  environmentVariables: (facet) => ({
    ...facet,
    environmentVariables: maskedVariables(facet.environmentVariables),
  }),
  spark_properties: (facet) => withoutSecrets(facet),
  'environment-properties': (facet) => withoutSecrets(facet),
  executionParameters: (facet) => ({ ...facet, parameters: namedSecretsOut(facet.parameters) }),
}

const JOB_FACETS: Readonly<Record<string, Rewrite>> = {
  // Code holds what people put there; that it changed is told by its hash.
  sourceCode: (facet) =>
    typeof facet.sourceCode === 'string' && !facet.sourceCode.startsWith('sha256:')
      ? { ...facet, sourceCode: `sha256:${sha256(facet.sourceCode)}` }
      : facet,
  sql: (facet) =>
    typeof facet.query === 'string' ? { ...facet, query: withoutSqlLiterals(facet.query) } : facet,
}

/** The event without what may not be stored; the very same object where it holds nothing of the kind. */
export function redactEvent(event: Record<string, unknown>): Record<string, unknown> {
  return withFacets(withFacets(event, 'run', RUN_FACETS), 'job', JOB_FACETS)
}

function withFacets(
  event: Record<string, unknown>,
  of: 'run' | 'job',
  rewrites: Readonly<Record<string, Rewrite>>,
): Record<string, unknown> {
  const entity = event[of]
  if (!isObject(entity) || !isObject(entity.facets)) return event
  const { facets } = entity
  const found = Object.keys(rewrites).filter((name) => Object.hasOwn(facets, name) && isObject(facets[name]))
  if (found.length === 0) return event
  const clean = Object.entries(facets).map(([name, facet]) => {
    const rewrite = Object.hasOwn(rewrites, name) ? rewrites[name] : undefined
    return [name, rewrite !== undefined && isObject(facet) ? rewrite(facet) : facet]
  })
  return { ...event, [of]: { ...entity, facets: Object.fromEntries(clean) } }
}

const maskedVariables = (variables: unknown): unknown =>
  Array.isArray(variables)
    ? variables.map((each) => (isObject(each) && each.value !== undefined ? { ...each, value: MASK } : each))
    : variables

/** `[{ key, name, value }]`, of which the name says whether the value is a secret. */
const namedSecretsOut = (parameters: unknown): unknown =>
  Array.isArray(parameters)
    ? parameters.map((each) =>
        isObject(each) && [each.key, each.name].some((name) => typeof name === 'string' && isSecretKey(name))
          ? { ...each, value: MASK }
          : each,
      )
    : parameters

const MASK = placeholder('key')

/** Every text without secrets, and nothing under a key that says it holds one. */
function withoutSecrets(value: Record<string, unknown>): Record<string, unknown> {
  const redactions = new Redactions()
  const clean = (part: unknown): unknown => {
    if (typeof part === 'string') return redactText(part, redactions)
    if (Array.isArray(part)) return part.map(clean)
    if (!isObject(part)) return part
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [
        key,
        isSecretKey(key) && item !== null && typeof item !== 'object' ? MASK : clean(item),
      ]),
    )
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clean(item)]))
}
