import type { VersionMark } from '@/lib/model/flow-page'

/** Changes of version between two executions that stand side by side: one line, however many there were. */
export type VersionLine = {
  /** The place of the execution that is the first after it. */
  index: number
  /** The last of them, which is what ran from then on. */
  mark: VersionMark
  /** How many there were. */
  count: number
}

/**
 * Where the version changed among executions that are given oldest first. What changed before the first or after the last of
 * them has no place.
 */
export function versionLines(
  columns: readonly { atMs: number }[],
  marks: readonly VersionMark[],
): VersionLine[] {
  const lines = new Map<number, VersionLine>()
  for (const mark of marks.toSorted((a, b) => a.atMs - b.atMs)) {
    const index = columns.findIndex(({ atMs }) => atMs >= mark.atMs)
    if (index <= 0) continue
    lines.set(index, { index, mark, count: (lines.get(index)?.count ?? 0) + 1 })
  }
  return [...lines.values()]
}

/** Lines on an axis of time that runs from 0 to 1; those too near to be told apart are one. */
export type PlacedVersion = { x: number; mark: VersionMark; count: number }

/** Closer ones would be a wall: some twenty can be told apart. */
const NEAREST = 0.05

/** Where the version changed on an axis of time. What changed outside of it has no place. */
export function versionsOverTime(
  marks: readonly VersionMark[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): PlacedVersion[] {
  const placed: PlacedVersion[] = []
  for (const mark of marks.toSorted((a, b) => a.atMs - b.atMs)) {
    if (mark.atMs <= fromMs || mark.atMs > toMs) continue
    const x = (mark.atMs - fromMs) / (toMs - fromMs)
    const last = placed.at(-1)
    if (last !== undefined && x - last.x < NEAREST) {
      placed[placed.length - 1] = { x: last.x, mark, count: last.count + 1 }
    } else placed.push({ x, mark, count: 1 })
  }
  return placed
}

/** `v17 → v18`, or what is known of it. */
export function versionStep({ from, to }: Pick<VersionMark, 'from' | 'to'>): string {
  if (to === null) return 'another version'
  return from === null ? `v${to}` : `v${from} → v${to}`
}

/** `v17 → v18, ada, PR 412`; who is unknown is said to be. */
export function versionWords({ mark, count }: Pick<VersionLine, 'mark' | 'count'>): string {
  return [
    versionStep(mark),
    mark.who ?? (mark.isUnexplained ? 'unexplained' : null),
    mark.merge === null ? null : `PR ${mark.merge}`,
    count > 1 ? `the last of ${count} changes here` : null,
  ]
    .filter((each) => each !== null)
    .join(', ')
}
