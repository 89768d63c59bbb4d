import { createHash } from 'node:crypto'
import { stableJson } from '@/lib/executions/stable-json'
import type { ChangeTelling } from '@/lib/model/change'
import type { DecodedEvent, Telling } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/** What names an event for every decoder alike. */
type Named = { key: string; type: string; at: UnixNano | null; subject: string | null; body: unknown }

/** An event that says something about executions. */
export const told = (named: Named, tellings: Telling[]): DecodedEvent => ({
  ...named,
  tellings,
  because: null,
  isKept: false,
  notes: [],
})

/** An event that is understood and of use, though not to an execution: it is kept with the reason. */
export const kept = (named: Named, because: string): DecodedEvent => ({
  ...named,
  tellings: [],
  because,
  isKept: true,
  notes: [],
})

/** An event of which nothing is to come: a ping, a kind that nobody asked for, a word that is not known. */
export const ignored = (named: Named, because: string): DecodedEvent => ({
  ...named,
  tellings: [],
  because,
  isKept: false,
  notes: [],
})

/** The event with what it says of what is defined, where it says anything of that. */
export const withChanges = (event: DecodedEvent, changes: ChangeTelling[]): DecodedEvent =>
  changes.length === 0 ? event : { ...event, changes }

/** A key for what has no id of its own: the SHA-256 of its JSON with sorted keys. */
export const contentKey = (body: unknown): string =>
  createHash('sha256')
    .update(stableJson(body ?? null))
    .digest('hex')
