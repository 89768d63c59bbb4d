import { stableJson } from '@/lib/executions/stable-json'
import type { DefinitionTelling, EditTelling, ToldField } from '@/lib/model/change'
import { compare, groupedBy } from './git-steps'
import { type Micros, microsOfNano } from './instant'
import type { FlowWitnesses, ToolWitness } from './witnesses'

/** The tool held a definition at a time, and said so. */
export type Sighting = {
  at: Micros
  hash: string | null
  eventId: string
  /** Without its text, for which the hash stands. */
  telling: Omit<DefinitionTelling, 'text'>
}

/** The tool came to hold something else, or something for the first time. */
export type ToolMove = Sighting & {
  before: string | null
  /** When it was seen to hold what it held before; null at the first sight. */
  sinceAt: Micros | null
}

export type Edit = { at: Micros; eventId: string; telling: EditTelling }

/** What a tool writes down about each edit, whatever was edited. */
const OF_TOOL =
  /(^|[./])(revision|source|updated(_?at|_?by)?|modified(_?at|_?by)?|last_?(updated|modified)\w*|version(_?id)?|deleted|tenant_?id)$/i

/** The fields that an edit tells of what somebody set. */
export const fieldsOf = ({ telling }: Edit): ToldField[] =>
  (telling.fields ?? []).filter(({ name }) => !OF_TOOL.test(name))

/** What the tool said, oldest first. */
export type ToolHistory = { moves: ToolMove[]; repeats: ToolMove[]; edits: Edit[] }

/**
 * The moves of a definition in the tool. Where the tool cannot be asked what it holds, what executions ran stands for it.
 * A function of the set of tellings.
 */
export function toolHistoryOf({ tool, isDeployedKnown }: FlowWitnesses): ToolHistory {
  const told = [...new Map(tool.map((witness) => [nameOf(witness), witness])).entries()]
    .sort(([a], [b]) => compare(a, b))
    .map(([, witness]) => witness)
  const definitions = told.flatMap(asSighting)
  const deployed = definitions.filter(({ telling }) => telling.place === 'deployed')
  const history: ToolHistory = { moves: [], repeats: [], edits: editsOf(told) }
  let last: Sighting | null = null
  for (const sighting of inOrder(isDeployedKnown || deployed.length > 0 ? deployed : definitions)) {
    const move = { ...sighting, before: last?.hash ?? null, sinceAt: last?.at ?? null }
    if (last === null ? sighting.hash !== null : last.hash !== sighting.hash) history.moves.push(move)
    else history.repeats.push(move)
    last = sighting
  }
  return history
}

/** A witness by all that it says; its hash stands for its text. */
const nameOf = ({ eventId, hash, telling }: ToolWitness): string =>
  stableJson([eventId, hash, { ...telling, text: undefined }])

function asSighting({ telling, hash, eventId }: ToolWitness): Sighting[] {
  if (telling.about !== 'definition') return []
  const isGone = telling.isGone === true
  // A definition whose text could not be read says nothing of what it means.
  if (hash === null && !isGone) return []
  // Airflow counts a version whenever it reads a file: without the file, that says nothing of what it means.
  const isCounted = telling.format === 'airflow' && telling.text === null && telling.commit === undefined
  if (isCounted && !isGone) return []
  const { text: _, ...rest } = telling
  return [{ at: microsOfNano(telling.at), hash: isGone ? null : hash, eventId, telling: rest }]
}

/** A numbered revision is one sighting, at its earliest time, however often and late the tool tells it again. */
function inOrder(sightings: Sighting[]): Sighting[] {
  const once = groupedBy(sightings, ({ telling, hash, at, eventId }) =>
    numberOf(telling) === null ? `${at} ${hash} ${eventId}` : `${telling.revision} ${hash}`,
  )
  return [...once.values()].map(firstOf).sort(bySight)
}

/** The earliest sighting, with whatever later ones knew besides. */
function firstOf(group: Sighting[]): Sighting {
  const [first, ...others] = group.toSorted((a, b) => a.at - b.at || compare(stableJson(a), stableJson(b)))
  if (first === undefined) throw new RangeError('A revision without sightings')
  const { actor, reason, commit, url } = first.telling
  const known = (key: 'actor' | 'reason' | 'commit' | 'url') =>
    others.find(({ telling }) => telling[key] !== undefined)?.telling[key]
  if (others.length === 0 || (actor && reason && commit && url)) return first
  const missing = (['actor', 'reason', 'commit', 'url'] as const)
    .filter((key) => first.telling[key] === undefined)
    .map((key) => [key, known(key)] as const)
    .filter(([, value]) => value !== undefined)
  return { ...first, telling: { ...first.telling, ...Object.fromEntries(missing) } }
}

const bySight = (a: Sighting, b: Sighting): number =>
  a.at - b.at ||
  (numberOf(a.telling) ?? 0) - (numberOf(b.telling) ?? 0) ||
  compare(stableJson(a), stableJson(b))

/** The number of a revision; null where it is a word. */
export const numberOf = ({ revision }: { revision?: string }): number | null =>
  revision !== undefined && /^\d{1,15}$/.test(revision) ? Number(revision) : null

/** One act that is told twice, by the tool's log and by an event, is one edit. */
function editsOf(told: readonly ToolWitness[]): Edit[] {
  const edits: Edit[] = []
  for (const { telling, eventId } of told) {
    if (telling.about === 'edit') edits.push({ at: microsOfNano(telling.at), eventId, telling })
  }
  const once = groupedBy(edits, ({ telling: { at, actor, fields, revision, action } }) =>
    stableJson([at, actor, fields ?? null, revision ?? null, action]),
  )
  return [...once.values()]
    .flatMap(([first]) => first ?? [])
    .sort((a, b) => a.at - b.at || compare(stableJson(a), stableJson(b)))
}
