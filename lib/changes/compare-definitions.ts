import type { ChangeClass } from '@/lib/model/change'
import type { Difference } from '@/lib/model/flow-change'
import type { ChangedDefinition } from '@/lib/model/listed-change'
import { inClassOrder } from './change-class'
import { differencesBetween } from './diff'
import { meaningOf } from './meaning/meaning'

/** What two definitions differ in. `unread` says why that cannot be told where their texts are not known or cannot be read. */
export type ComparedDefinitions = {
  differences: Difference[]
  classes: ChangeClass[]
  unread: 'no text' | 'other format' | 'not understood' | null
}

/** Compares the meaning of two definitions of a flow, formatting and comments left out. */
export function compareDefinitions(before: ChangedDefinition, after: ChangedDefinition): ComparedDefinitions {
  if (before.hash === after.hash) return { differences: [], classes: [], unread: null }
  if (before.text === null || after.text === null) return unread('no text')
  if (before.format !== after.format) return unread('other format')
  const [from, to] = [meaningOf(before.format, before.text), meaningOf(after.format, after.text)]
  if ('problem' in from || 'problem' in to) return unread('not understood')
  const differences = differencesBetween(after.format, from.parts, to.parts)
  return { differences, classes: inClassOrder(differences.map((each) => each.class)), unread: null }
}

const unread = (why: ComparedDefinitions['unread']): ComparedDefinitions => ({
  differences: [],
  classes: [],
  unread: why,
})
