import { isDeepStrictEqual } from 'node:util'
import type { LineageAccount, LineageKind, Standing } from '@/lib/model/lineage'
import { accumulate, emptyAccount } from './account'
import { type Gathered, recordId } from './gather'
import { recordKeyOf } from './record-key'
import { standingOf } from './standing'
import { isSeen, parentOf, type RunName } from './view'

/** All that is kept of one run (or job, or dataset). */
export type LineageRecord = {
  orgId: string
  key: string
  sourceId: string
  kind: LineageKind
  self: RunName
  account: LineageAccount
  parentKey: string | null
  /** Null for what is no run. */
  standing: Standing | null
  /** Whether task runs are held by it: what makes an execution of a run that nobody has seen. */
  isHeld: boolean
  revision: number
}

/**
 * Records while a batch is put into them. What is stored is brought in as it is needed; `settle` then says how every record
 * stands. It can be settled again whenever more was brought in: the outcome is a function of what is there.
 */
export class LineageBook {
  readonly #gathered: ReadonlyMap<string, Gathered>
  readonly #stored = new Map<string, LineageRecord>()
  #now = new Map<string, LineageRecord>()
  /** Records whose standing is to be found anew. */
  readonly #active = new Set<string>()
  readonly #pulled = new Set<string>()
  readonly #heldFor = new Map<string, boolean>()

  constructor(gathered: ReadonlyMap<string, Gathered>) {
    this.#gathered = gathered
  }

  /** Takes records as they are stored, locked by whoever brings them. */
  bring(records: readonly LineageRecord[]): void {
    for (const record of records) this.#stored.set(recordId(record), record)
  }

  /** Takes those that a changed run started: they may stand otherwise now. */
  bringChildren(parents: readonly LineageRecord[], children: readonly LineageRecord[]): void {
    for (const parent of parents) this.#pulled.add(recordId(parent))
    this.bring(children.filter((child) => !this.#stored.has(recordId(child))))
    for (const child of children) this.#active.add(recordId(child))
  }

  /** Takes what the store knows of task runs that are not in the book. */
  bringHeld(record: { orgId: string; key: string }, isHeld: boolean): void {
    this.#heldFor.set(recordId(record), isHeld)
  }

  /** Finds how everything stands by what is in the book now. */
  settle(): void {
    this.#now = new Map(this.#stored)
    for (const [id, gathered] of this.#gathered) {
      const before = this.#stored.get(id)
      const account = accumulate(before?.account ?? emptyAccount(gathered.kind), gathered.account)
      if (before !== undefined && !gathered.isOwn && isSameMention(before.account, account)) continue
      this.#active.add(id)
      this.#now.set(id, this.#recordOf(gathered, account, before))
    }
    const settled = new Map<string, Standing | null>()
    for (const id of this.#active) this.#stand(id, settled)
    for (const record of [...this.#now.values()]) this.#hold(record)
  }

  /** Stored runs that stand otherwise than before, whose children have not been brought yet. */
  childrenWanted(): LineageRecord[] {
    return this.#changedFrom(
      (now, before) =>
        !this.#pulled.has(recordId(now)) && !isDeepStrictEqual(before.standing, plain(now.standing)),
    )
  }

  /** Unseen runs that lost a task run: whether they hold others is for the store to say. */
  heldWanted(): LineageRecord[] {
    const parents = new Set(
      this.#changedFrom((now, before) => isTask(before) && !isTask(now)).map(({ orgId, parentKey }) =>
        recordId({ orgId, key: parentKey ?? '' }),
      ),
    )
    return this.#changedFrom(
      (now, before) =>
        before.isHeld &&
        parents.has(recordId(now)) &&
        !this.#heldFor.has(recordId(now)) &&
        !isSeen(now.account),
    )
  }

  /** How a run stands that started another; null where none is known. */
  parentOf(record: LineageRecord): Standing | null {
    const { orgId, parentKey } = record
    return parentKey === null ? null : (this.#now.get(recordId({ orgId, key: parentKey }))?.standing ?? null)
  }

  stored(record: { orgId: string; key: string }): LineageRecord | null {
    return this.#stored.get(recordId(record)) ?? null
  }

  now(id: string): LineageRecord | null {
    return this.#now.get(id) ?? null
  }

  /** What is to be written and read as executions again, in the one order that every writer takes locks in. */
  changed(): LineageRecord[] {
    return [...this.#now]
      .filter(([id, record]) => this.#active.has(id) || record.isHeld !== this.#stored.get(id)?.isHeld)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, record]) => record)
  }

  #recordOf(of: Gathered, account: LineageAccount, before: LineageRecord | undefined): LineageRecord {
    const { orgId, sourceId, key, kind, self } = of
    const parent = kind === 'run' ? parentOf(account, self) : null
    const parentKey = parent === null ? null : recordKeyOf({ orgId, sourceId }, 'run', parent)
    const [standing, isHeld, revision] = [
      before?.standing ?? null,
      before?.isHeld ?? false,
      before?.revision ?? 0,
    ]
    return { orgId, sourceId, key, kind, self, account, parentKey, standing, isHeld, revision }
  }

  #stand(id: string, settled: Map<string, Standing | null>): Standing | null {
    const known = settled.get(id)
    if (known !== undefined) return known
    const record = this.#now.get(id)
    if (record === undefined || record.kind !== 'run') return null
    if (!this.#active.has(id)) return record.standing
    // Runs that are each other's parents stand as they did.
    settled.set(id, record.standing)
    const { orgId, key, self, account, parentKey } = record
    const parent = parentKey === null ? null : this.#stand(recordId({ orgId, key: parentKey }), settled)
    const standing = standingOf(key, self, account, parent)
    settled.set(id, standing)
    this.#now.set(id, { ...record, standing })
    return standing
  }

  #hold(record: LineageRecord): void {
    const id = recordId({ orgId: record.orgId, key: record.parentKey ?? '' })
    const parent = this.#now.get(id)
    if (isTask(record) && parent !== undefined && !parent.isHeld && !isSeen(parent.account))
      this.#now.set(id, { ...parent, isHeld: true })
    const own = recordId(record)
    if (this.#heldFor.get(own) !== false || !record.isHeld) return
    const holds = [...this.#now.values()].some((each) => each.parentKey === record.key && isTask(each))
    if (!holds) this.#now.set(own, { ...record, isHeld: false })
  }

  #changedFrom(isIt: (now: LineageRecord, before: LineageRecord) => boolean): LineageRecord[] {
    return [...this.#now].flatMap(([id, now]) => {
      const before = this.#stored.get(id)
      return before !== undefined && isIt(now, before) ? [now] : []
    })
  }
}

const isTask = ({ standing }: LineageRecord): boolean => standing !== null && standing.task !== null

/** As it comes back from the store. */
const plain = (standing: Standing | null): unknown => JSON.parse(JSON.stringify(standing))

const isSameMention = (a: LineageAccount, b: LineageAccount): boolean =>
  a.mentionedAt === b.mentionedAt && isDeepStrictEqual(a.heard, b.heard)
