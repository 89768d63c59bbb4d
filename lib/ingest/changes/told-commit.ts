import { cutText } from '@/lib/executions/cut-text'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { CommitTelling } from '@/lib/model/change'

/** GitHub lists no more; what is over it is found where the repository is read. */
const MOST_FILES = 3_000
const MAX_PATH = 1_000
const MAX_MESSAGE = 16_000

/** Commits that one push tells of; hosts list fewer. */
export const MOST_COMMITS = 2_048

/** The message of a commit, a title or a description, as it is kept. */
export const toldText = (text: string): string => cutText(text, MAX_MESSAGE)

/** `main` of `refs/heads/main`; null for tags and for what is no ref. */
export function branchOf(ref: string | undefined): string | null {
  const [, branch] = /^refs\/heads\/(.+)$/.exec(ref ?? '') ?? []
  return branch === undefined ? null : cutText(branch, MAX_PATH)
}

/** A commit's id: 40 or 64 hexadecimal digits, or the first of them. Zeros stand for none. */
export function shaOf(of: JsonReader): string | null {
  const sha = of.text()?.toLowerCase()
  return sha !== undefined && /^[0-9a-f]{7,64}$/.test(sha) && !/^0+$/.test(sha) ? sha : null
}

/** Files as GitHub and GitLab list them, one way of a change after the other. */
export function filesOf(commit: JsonReader): CommitTelling['files'] {
  const ways = ['added', 'modified', 'removed'] as const
  return ways
    .flatMap((was) =>
      commit
        .at(was)
        .items()
        .flatMap((path) => {
          const text = path.value
          return typeof text === 'string' && text !== '' && text.length <= MAX_PATH
            ? [{ path: text, was }]
            : []
        }),
    )
    .slice(0, MOST_FILES)
}
