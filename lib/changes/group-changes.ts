import type { Change } from '@/lib/model/flow-change'
import type { ChangeActor } from '@/lib/model/listed-change'

/** What of a change says which group it is of. */
export type GroupedChange = {
  at: string
  flowId: string | null
  name: string
  source: string
  actor: ChangeActor | null
  merge: Change['merge']
}

export type ChangeGroup<C extends GroupedChange> = {
  key: string
  title: string
  /** What the list is narrowed by to all changes of the group; null where nothing does. */
  narrow: { flow: string } | { person: string } | { merge: string } | null
  changes: C[]
}

type Named = Omit<ChangeGroup<GroupedChange>, 'changes'>

/** Changes put together by what they share, groups and what is in them in the order in which they came. */
export function groupChanges<C extends GroupedChange>(
  changes: readonly C[],
  by: 'day' | 'flow' | 'person' | 'merge',
  dayOf: (atMs: number) => string,
): ChangeGroup<C>[] {
  const groups = new Map<string, ChangeGroup<C>>()
  for (const change of changes) {
    const named = NAMED[by](change, dayOf)
    const group = groups.get(named.key)
    if (group === undefined) groups.set(named.key, { ...named, changes: [change] })
    else group.changes.push(change)
  }
  return [...groups.values()]
}

const NAMED: Record<
  'day' | 'flow' | 'person' | 'merge',
  (change: GroupedChange, dayOf: (atMs: number) => string) => Named
> = {
  day: ({ at }, dayOf) => {
    const day = dayOf(Date.parse(at))
    return { key: day, title: day, narrow: null }
  },
  flow: ({ flowId, name, source }) =>
    flowId === null
      ? { key: `${source}: ${name}`, title: name, narrow: null }
      : { key: flowId, title: name, narrow: { flow: flowId } },
  person: ({ actor }) =>
    actor === null
      ? { key: '', title: 'Nobody known', narrow: null }
      : { key: actor.personId, title: actor.person ?? actor.name, narrow: { person: actor.personId } },
  merge: ({ merge, source }) => {
    if (merge === null) return { key: '', title: 'No merge request', narrow: null }
    const title = [`#${merge.number}`, merge.title].join(' ').trim()
    const narrow = { merge: merge.url ?? merge.number }
    return { key: merge.url ?? `${source} #${merge.number}`, title, narrow }
  },
}
