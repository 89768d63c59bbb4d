import type { State } from './state'

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
