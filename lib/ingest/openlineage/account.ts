import { compareNano, earlier, later } from '@/lib/executions/state'
import type { UnixNano } from '@/lib/model/fact'
import type {
  Facets,
  Heard,
  LineageAccount,
  LineageEvent,
  LineageKind,
  LineageUse,
  SaidFacet,
  SaidFacets,
  SaidLineage,
  SaidUse,
} from '@/lib/model/lineage'
import { canonicalText } from './canonical'
import { isObject, listAt } from './shape'

/** No run reads or writes more than that; the first so many by name are kept, whichever came first. */
const MAX_USES = 1_000
const MAX_ENTRIES = 1_000
const MAX_FACETS = 300

/** Facets of the job that say what a run is; all of a job's facets are kept with the job. */
const JOB_FACETS = ['airflow', 'jobType', 'ownership', 'sourceCodeLocation', 'tags'] as const

/** Facets of a dataset that edges are read from; all of a dataset's facets are kept with the dataset. */
const DATASET_FACETS = ['columnLineage'] as const

/** Of which nobody has said anything yet. */
export const emptyAccount = (kind: LineageKind): LineageAccount => ({
  kind,
  types: {},
  producer: null,
  run: {},
  job: {},
  inputs: {},
  outputs: {},
  explicit: null,
  snapshotAt: null,
  heard: null,
  mentionedAt: null,
})

/** What one event alone says. */
export function accountOf(event: LineageEvent): LineageAccount {
  const { at, kind } = event
  const job = event.job?.facets ?? {}
  const type = event.eventType ?? ''
  return {
    kind,
    types: { [type]: [at, at] },
    producer: event.producer === null ? null : { at, value: event.producer },
    run: boundedBy(said(event.run?.facets ?? {}, at), MAX_FACETS),
    job: picked(job, JOB_FACETS, at),
    inputs: usesOf(event.inputs, at),
    outputs: usesOf(event.outputs, at),
    explicit: explicitOf(event),
    snapshotAt: isSnapshot(event) ? at : null,
    heard: null,
    mentionedAt: null,
  }
}

/** True where inputs and outputs are all there are, and not more of them: what they were before is over. */
function isSnapshot({ kind, job, inputs, outputs }: LineageEvent): boolean {
  if (kind === 'job') return inputs.length + outputs.length > 0
  const jobType = job?.facets.jobType
  const emission = isObject(jobType) ? jobType.emissionPattern : null
  return isObject(emission) && emission.eventContentMode === 'COMPLETE_SNAPSHOT'
}

/**
 * What two sets of events say together. Commutative, associative and idempotent, so neither the order nor the number of
 * times anything came can matter. A facet replaces its predecessor whole; of two at one time the greater canonical text
 * counts. What was last mentioned before a complete snapshot is no longer used.
 */
export function accumulate(a: LineageAccount, b: LineageAccount): LineageAccount {
  const snapshotAt = later(a.snapshotAt, b.snapshotAt)
  return {
    kind: a.kind,
    types: mergeRecords(a.types, b.types, ([aFirst, aLast], [bFirst, bLast]) => [
      earlier(aFirst, bFirst) ?? aFirst,
      later(aLast, bLast) ?? aLast,
    ]),
    producer: latest(a.producer, b.producer),
    run: boundedBy(mergeFacets(a.run, b.run), MAX_FACETS),
    job: mergeFacets(a.job, b.job),
    inputs: mergeUses(since(a.inputs, snapshotAt), since(b.inputs, snapshotAt)),
    outputs: mergeUses(since(a.outputs, snapshotAt), since(b.outputs, snapshotAt)),
    explicit: mergeExplicit(a.kind, a.explicit, b.explicit),
    snapshotAt,
    heard: lesser(a.heard, b.heard),
    mentionedAt: earlier(a.mentionedAt, b.mentionedAt),
  }
}

/** What an event of a run says of the run that started it: that it was there by then, and what its task run told of it. */
export const mentionOf = (at: UnixNano, heard: Heard | null): LineageAccount => ({
  ...emptyAccount('run'),
  heard,
  mentionedAt: at,
})

/** The first time at which anything is known of it. */
export const beginOf = (account: LineageAccount): UnixNano =>
  Object.values(account.types).reduce<UnixNano | null>(
    (first, [at]) => earlier(first, at),
    account.mentionedAt,
  ) ?? '0'

/** Key of a dataset among uses. */
export const datasetKey = (namespace: string, name: string): string => JSON.stringify([namespace, name])

const said = (facets: Facets, at: UnixNano): SaidFacets =>
  Object.fromEntries(Object.entries(facets).map(([name, value]) => [name, { at, value }]))

function picked(facets: Facets, names: readonly string[], at: UnixNano): SaidFacets {
  const found: SaidFacets = {}
  for (const name of names) {
    if (Object.hasOwn(facets, name)) found[name] = { at, value: facets[name] }
  }
  return found
}

function usesOf(uses: readonly LineageUse[], at: UnixNano): Record<string, SaidUse> {
  let all: Record<string, SaidUse> = {}
  for (const { namespace, name, facets, useFacets } of uses) {
    const use = {
      namespace,
      name,
      at,
      use: boundedBy(said(useFacets, at), MAX_FACETS),
      dataset: picked(facets, DATASET_FACETS, at),
    }
    const key = datasetKey(namespace, name)
    all[key] = Object.hasOwn(all, key) && all[key] ? mergeUse(all[key], use) : use
  }
  all = boundedBy(all, MAX_USES)
  return all
}

/** Entries of the job's facet, and those of datasets' facets with their dataset as the target. */
function explicitOf(event: LineageEvent): SaidLineage | null {
  const entries: unknown[] = []
  let isStated = false
  const job = event.job?.facets.lineage
  if (isObject(job)) {
    isStated = job._deleted !== true
    if (isStated) entries.push(...listAt(job, 'entries'))
  }
  const targets = event.dataset === null ? [...event.inputs, ...event.outputs] : [event.dataset]
  for (const { namespace, name, facets } of targets) {
    const { lineage } = facets
    if (!isObject(lineage)) continue
    isStated ||= lineage._deleted !== true
    if (lineage._deleted === true) continue
    const { inputs, fields } = lineage
    entries.push({ type: 'DATASET', namespace, name, inputs, fields })
  }
  if (!isStated && !isObject(job) && entries.length === 0) return null
  const byText = Object.fromEntries(entries.map((entry) => [canonicalText(entry), entry]))
  return { at: event.at, isStated, entries: boundedBy(byText, MAX_ENTRIES) }
}

/** Over a run entries add up; outside of one the latest statement replaces those before it. */
function mergeExplicit(kind: LineageKind, a: SaidLineage | null, b: SaidLineage | null): SaidLineage | null {
  if (a === null || b === null) return a ?? b
  const order = compareNano(a.at, b.at)
  if (kind !== 'run' && order !== 0) return order > 0 ? a : b
  return {
    at: order >= 0 ? a.at : b.at,
    isStated: a.isStated || b.isStated,
    entries: boundedBy({ ...a.entries, ...b.entries }, MAX_ENTRIES),
  }
}

const mergeFacets = (a: SaidFacets, b: SaidFacets): SaidFacets =>
  mergeRecords(a, b, (x, y) => latest(x, y) ?? x)

/** Of two sayings the later one; of two at one time the greater by canonical text. */
export function latest<Said extends SaidFacet>(a: Said | null, b: Said | null): Said | null {
  if (a === null || b === null) return a ?? b
  const order = compareNano(a.at, b.at)
  if (order !== 0) return order > 0 ? a : b
  return canonicalText(a.value) >= canonicalText(b.value) ? a : b
}

const mergeUses = (a: Record<string, SaidUse>, b: Record<string, SaidUse>): Record<string, SaidUse> =>
  boundedBy(mergeRecords(a, b, mergeUse), MAX_USES)

const mergeUse = (a: SaidUse, b: SaidUse): SaidUse => ({
  namespace: a.namespace,
  name: a.name,
  at: later(a.at, b.at) ?? a.at,
  use: boundedBy(mergeFacets(a.use, b.use), MAX_FACETS),
  dataset: mergeFacets(a.dataset, b.dataset),
})

/** Only what was mentioned at the snapshot or after it. Its facets with it: they were replaced as a whole. */
function since(uses: Record<string, SaidUse>, snapshotAt: UnixNano | null): Record<string, SaidUse> {
  if (snapshotAt === null) return uses
  const isCurrent = ({ at }: { at: UnixNano }) => compareNano(at, snapshotAt) >= 0
  const current = (facets: SaidFacets): SaidFacets =>
    Object.fromEntries(Object.entries(facets).filter(([, facet]) => isCurrent(facet)))
  return Object.fromEntries(
    Object.entries(uses)
      .filter(([, use]) => isCurrent(use))
      .map(([key, use]) => [key, { ...use, use: current(use.use), dataset: current(use.dataset) }]),
  )
}

const lesser = (a: Heard | null, b: Heard | null): Heard | null => {
  if (a === null || b === null) return a ?? b
  return canonicalText(a) <= canonicalText(b) ? a : b
}

function mergeRecords<Value>(
  a: Record<string, Value>,
  b: Record<string, Value>,
  merge: (a: Value, b: Value) => Value,
): Record<string, Value> {
  const entries = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b)) {
    const before = entries.get(key)
    entries.set(key, before === undefined ? value : merge(before, value))
  }
  // Not by assignment: a facet may be called `__proto__`.
  return Object.fromEntries(entries)
}

/** The first so many by key: the same ones whichever were seen first. */
function boundedBy<Value>(all: Record<string, Value>, most: number): Record<string, Value> {
  const keys = Object.keys(all)
  if (keys.length <= most) return all
  const kept = new Set(keys.sort().slice(0, most))
  return Object.fromEntries(Object.entries(all).filter(([key]) => kept.has(key)))
}
