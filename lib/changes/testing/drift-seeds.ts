import type { DriftState } from '@/lib/model/flow-change'
import type { FlowWitnesses } from '../witnesses'
import { at, FlowStory, flowText } from './flow-story'

export const [A, B, C, X, Y] = ['a', 'b', 'c', 'x', 'y'].map((word) => flowText(word)) as [
  string,
  string,
  string,
  string,
  string,
]
export const story = () => new FlowStory()
const unread = { isRead: false, beforeHash: null, afterHash: null }

/** A story with the state that it comes to, and by how many commits. */
export type DriftSeed = [
  name: string,
  story: FlowStory,
  state: DriftState,
  commits?: number | null,
  more?: Partial<FlowWitnesses>,
]

const IN_SYNC: DriftSeed[] = [
  ['deployed once', story().commit(1, A).holds(2, A), 'in_sync', 0],
  ['deployed again and again', story().commit(1, A).holds(2, A).commit(3, B).holds(4, B), 'in_sync', 0],
  ['only formatted since', story().commit(1, A).holds(2, A).commit(3, `# say\n${A}`), 'in_sync', 0],
  [
    'formatted in the tool',
    story().commit(1, A).holds(2, A, { revision: '1' }).holds(3, `${A}# x`, { revision: '2' }),
    'in_sync',
    0,
  ],
  ['edited in the tool and merged', story().commit(1, A).holds(2, A).holds(3, X).commit(4, X), 'in_sync', 0],
  [
    'edited in the tool and taken back there',
    story().commit(1, A).holds(2, A).holds(3, X).holds(4, A),
    'in_sync',
    0,
  ],
  [
    'overwritten by a sync',
    story().commit(1, A).holds(2, A).holds(3, X).commit(4, B).holds(5, B),
    'in_sync',
    0,
  ],
  [
    'reverted in Git and deployed',
    story().commit(1, A).commit(2, B).holds(2.1, B).commit(3, A).holds(3.1, A),
    'in_sync',
    0,
  ],
  ['executed as it is', story().commit(1, A).holds(2, A).ran(3, A), 'in_sync', 0],
  [
    'executed before the deployment only',
    story().commit(1, A).holds(2, A).ran(3, A).commit(4, B).holds(5, B),
    'in_sync',
    0,
  ],
  ['executed alone, the tool cannot be asked', story().commit(1, A).ran(2, A), 'in_sync', 0],
  [
    'executed at another branch',
    story().commit(1, A).ran(2, A).ran(3, null, { commit: 'feedbeef' }),
    'in_sync',
    0,
  ],
  ['gone from both', story().commit(1, A).holds(1, A).commit(2, null).holds(3, null), 'in_sync', 0],
]

const BEHIND: DriftSeed[] = [
  ['not deployed yet', story().commit(1, A).holds(2, A).commit(3, B), 'behind', 1],
  [
    'three commits not deployed',
    story().commit(1, A).holds(2, A).commit(3, B).commit(4, C).commit(5, X),
    'behind',
    3,
  ],
  ['the tool is known since before', story().commit(1, A).commit(2, B).holds(3, A), 'behind', 1],
  ['a revert not deployed', story().commit(1, A).commit(2, B).holds(2.1, B).commit(3, A), 'behind', 1],
  [
    'back at an older version by a deployment',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(2.1, B).holds(3, A),
    'behind',
    1,
  ],
  [
    'the edit was merged and Git went on',
    story().commit(1, A).holds(2, X).commit(3, X).commit(4, B),
    'behind',
    1,
  ],
  ['what runs is old, the tool cannot be asked', story().commit(1, A).ran(2, A).commit(3, B), 'behind', 1],
  [
    'deployed, but executed as it was',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(2.1, B).ran(9, A),
    'behind',
    1,
  ],
  [
    'what stood before the first commit that is known',
    story().commit(1, A).commit(2, B).holds(2.5, A).commit(3, C),
    'behind',
    2,
  ],
  [
    'a comment and a change not deployed',
    story().commit(1, A).holds(2, A).commit(3, `# x\n${A}`).commit(4, B),
    'behind',
    1,
  ],
]

const AHEAD: DriftSeed[] = [
  ['edited in the tool', story().commit(1, A).holds(2, A).holds(3, X).edit(3), 'ahead', 0],
  ['edited by nobody knows whom', story().commit(1, A).holds(2, A).holds(3, X), 'ahead', 0],
  ['edited twice', story().commit(1, A).holds(2, A).holds(3, X).holds(4, Y), 'ahead', 0],
  ['edited before anybody looked', story().commit(1, A).holds(3, X), 'ahead', 0],
  ['edited and executed', story().commit(1, A).holds(2, A).holds(3, X).ran(4, X), 'ahead', 0],
  ['taken away in the tool', story().commit(1, A).holds(2, A).holds(3, null), 'ahead', 0],
  [
    'brought back to an older version by hand',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(2.1, B).holds(3, A).edit(3),
    'ahead',
    0,
  ],
  [
    'edited after a commit was deployed',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(2.1, B).holds(3, X),
    'ahead',
    0,
  ],
  [
    'edited after a formatting commit',
    story().commit(1, A).holds(1.1, A).commit(2, `# x\n${A}`).holds(3, X),
    'ahead',
    0,
  ],
  ['something else runs, the tool cannot be asked', story().commit(1, A).ran(2, X), 'ahead', 0],
]

const DIVERGED: DriftSeed[] = [
  [
    'taken away in the tool, which had not got the last commit',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(3, null),
    'diverged',
    1,
  ],
  [
    'taken back by hand, then Git went on, then edited',
    story().commit(1, A).commit(2, B).holds(2.1, B).holds(3, A).edit(3).commit(4, C).holds(5, X),
    'diverged',
    1,
  ],
  ['edited, then Git went on', story().commit(1, A).holds(2, A).holds(3, X).commit(4, B), 'diverged', 1],
  ['Git went on, then edited', story().commit(1, A).holds(2, A).commit(3, B).holds(4, X), 'diverged', 1],
  [
    'Git went on twice',
    story().commit(1, A).holds(2, A).holds(3, X).commit(4, B).commit(5, C),
    'diverged',
    2,
  ],
  [
    'edited on both sides of a commit',
    story().commit(1, A).holds(2, A).holds(3, X).commit(4, B).holds(5, Y),
    'diverged',
    1,
  ],
  [
    'edited before anybody looked, then Git went on',
    story().commit(1, A).holds(2, X).commit(3, B),
    'diverged',
    1,
  ],
  [
    'an edit was merged, another made, Git went on',
    story().commit(1, A).holds(2, X).commit(3, X).holds(4, Y).commit(5, B),
    'diverged',
    1,
  ],
  [
    'taken away in the tool, then Git went on',
    story().commit(1, A).holds(2, A).holds(3, null).commit(4, B),
    'diverged',
    1,
  ],
  [
    'deployed, but something else was executed',
    story().commit(1, A).holds(1.1, A).ran(9, X),
    'diverged',
    null,
  ],
  [
    'edited, executed, and Git went on',
    story().commit(1, A).holds(2, A).holds(3, X).ran(3.5, X).commit(4, B),
    'diverged',
    1,
  ],
  [
    'an old version by hand, then Git went on',
    story().commit(1, A).holds(1.1, A).commit(2, B).holds(2.1, B).holds(3, A).edit(3).commit(4, C),
    'diverged',
    1,
  ],
]

const ORPHAN: DriftSeed[] = [
  ['never in Git', story().holds(1, A), 'orphan', null, { isRepositoryBound: true }],
  ['never in Git, executed', story().ran(1, A), 'orphan', null, { isRepositoryBound: true }],
  [
    'executed without a definition',
    story().ran(1, null, { version: '3' }),
    'orphan',
    null,
    { isRepositoryBound: true },
  ],
  ['removed from Git', story().commit(1, A).holds(2, A).commit(3, null), 'orphan', null],
  [
    'removed from Git, then edited',
    story().commit(1, A).holds(2, A).commit(3, null).holds(4, X),
    'orphan',
    null,
  ],
  [
    'removed from Git, still executed',
    story().commit(1, A).ran(2, A).commit(3, null).ran(4, A),
    'orphan',
    null,
  ],
  [
    'came back to the tool alone',
    story().commit(1, A).holds(1, A).commit(2, null).holds(3, null).holds(4, A),
    'orphan',
    null,
  ],
]

const DORMANT: DriftSeed[] = [
  ['in Git alone', story().commit(1, A), 'dormant', null],
  ['in Git for long', story().commit(1, A).commit(2, B).commit(3, A), 'dormant', null],
  ['formatted in Git', story().commit(1, A).commit(2, `# x\n${A}`), 'dormant', null],
  ['came back to Git', story().commit(1, A).commit(2, null).commit(3, B), 'dormant', null],
]

const UNKNOWN: DriftSeed[] = [
  ['no repository', story().holds(1, A), 'unknown', null],
  ['no repository, executed', story().holds(1, A).ran(2, A), 'unknown', null],
  ['an unknown version runs', story().commit(1, A).ran(2, null, { version: '7' }), 'unknown', null],
  [
    'a checksum is all the tool has',
    story().commit(1, A).holds(2, X, { text: null }),
    'unknown',
    null,
    { definitions: new Map() },
  ],
  [
    'a commit that nobody read',
    story().commit(1, A).holds(2, A).commit(3, B, unread).holds(3.1, B),
    'unknown',
    null,
  ],
]

/** The head is what was read of Git; a checksum is no text. */
export function witnessesOf([name, of, , , more]: DriftSeed): FlowWitnesses {
  const witnesses = of.witnesses(more)
  const checksums = [...of.definitions].map(
    ([hash, { format, text }]) => [hash, { format, text: text === X ? null : text }] as const,
  )
  if (name.startsWith('a checksum')) return { ...witnesses, definitions: new Map(checksums) }
  const first = of.commits[0]
  if (!name.startsWith('a commit that nobody') || first === undefined) return witnesses
  return {
    ...witnesses,
    head: { repositoryId: 'r1', path: first.path, hash: of.hash(A), sha: first.sha, at: at(1) },
  }
}

export const DRIFT_SEEDS: DriftSeed[] = [
  ...IN_SYNC,
  ...BEHIND,
  ...AHEAD,
  ...DIVERGED,
  ...ORPHAN,
  ...DORMANT,
  ...UNKNOWN,
]
