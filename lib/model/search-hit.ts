import { STATES, type State } from './state'

export const HIT_KINDS = ['execution', 'trace', 'flow', 'source', 'person'] as const
export type HitKind = (typeof HIT_KINDS)[number]

/** Something that a person may have meant by what they typed. */
export type SearchHit = {
  kind: HitKind
  /** Of a trace 32 hex digits. */
  id: string
  title: string
  /** What tells it from others of the same name. */
  says: string
  /** Of an execution. */
  state: State | null
}

/** What a server's answer holds, or null where it is not what was agreed. By hand: a schema library weighs 30 kB on each page. */
export function searchHitsFrom(answer: unknown): SearchHit[] | null {
  const hits = isRecord(answer) ? answer.hits : null
  return Array.isArray(hits) && hits.every(isSearchHit) ? hits : null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isSearchHit = (value: unknown): value is SearchHit =>
  isRecord(value) &&
  HIT_KINDS.some((kind) => kind === value.kind) &&
  [value.id, value.title, value.says].every((text) => typeof text === 'string') &&
  (value.state === null || STATES.some((state) => state === value.state))
