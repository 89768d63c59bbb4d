import { compare, type GitHistory } from './git-steps'
import { isoOf, type Micros, microsOf } from './instant'
import type { ToolHistory } from './tool-steps'
import type { FlowVersion, FlowWitnesses } from './witnesses'

type Known = {
  firstAt: Micros
  isBefore: boolean
  versions: Set<string>
  commits: Set<string>
  repeats: number
}

/** The meanings that a definition had, numbered by when they were first there. */
export function versionsOf(witnesses: FlowWitnesses, git: GitHistory, tool: ToolHistory): FlowVersion[] {
  const known = new Map<string, Known>()
  /** What stood before a commit is as old as that commit at least. */
  const see = (hash: string | null | undefined, at: Micros, isBefore = false): Known | null => {
    if (hash === null || hash === undefined) return null
    const version = known.get(hash) ?? {
      firstAt: at,
      isBefore,
      versions: new Set(),
      commits: new Set(),
      repeats: 0,
    }
    if (at < version.firstAt || (at === version.firstAt && isBefore))
      Object.assign(version, { firstAt: at, isBefore })
    known.set(hash, version)
    return version
  }
  for (const { at, before, after, commits } of git.steps) {
    see(before, at, true)
    const version = see(after, at)
    for (const { sha } of commits) version?.commits.add(sha)
  }
  for (const { afterHash, landedAt, sha } of git.repeats) {
    const version = see(afterHash, microsOf(landedAt))
    version?.commits.add(sha)
    if (version !== null) version.repeats++
  }
  for (const { hash, at, telling } of [...tool.moves, ...tool.repeats]) {
    const version = see(hash, at)
    if (telling.revision !== undefined) version?.versions.add(telling.revision)
    if (telling.commit !== undefined) version?.commits.add(telling.commit)
  }
  countRepeats(known, tool)
  for (const { hash, firstAt, version: word, commit } of witnesses.executed) {
    const version = see(hash, microsOf(firstAt))
    if (word !== null) version?.versions.add(word)
    if (commit !== null) version?.commits.add(commit)
  }
  if (witnesses.head !== null)
    see(witnesses.head.hash, microsOf(witnesses.head.at))?.commits.add(witnesses.head.sha)
  return numbered(known)
}

/** Revisions that the tool gave though nothing in them had changed. */
function countRepeats(known: ReadonlyMap<string, Known>, { repeats }: ToolHistory): void {
  for (const { hash } of repeats) {
    const version = hash === null ? undefined : known.get(hash)
    if (version !== undefined) version.repeats++
  }
}

function numbered(known: ReadonlyMap<string, Known>): FlowVersion[] {
  return [...known]
    .sort(
      ([hashA, a], [hashB, b]) =>
        a.firstAt - b.firstAt || Number(b.isBefore) - Number(a.isBefore) || compare(hashA, hashB),
    )
    .map(([hash, { firstAt, versions, commits, repeats }], index) => ({
      hash,
      number: index + 1,
      firstAt: isoOf(firstAt),
      versions: [...versions].sort(byNumber),
      commits: [...commits].sort(),
      repeats,
    }))
}

const byNumber = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)]
  return Number.isFinite(x) && Number.isFinite(y) && x !== y ? x - y : compare(a, b)
}
