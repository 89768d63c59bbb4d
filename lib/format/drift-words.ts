import type { DriftDetail, Standing } from '@/lib/model/flow-change'
import { countOf } from './count'

/** How far behind: `3 commits, 5 hours`; null where nothing is late. */
export function lagWords(lagCommits: number | null, lagHours: number | null): string | null {
  const words = [
    lagCommits === null || lagCommits === 0 ? null : countOf(lagCommits, 'commit'),
    lagHours === null ? null : hourWords(lagHours),
  ].filter((each) => each !== null)
  return words.length === 0 ? null : words.join(', ')
}

function hourWords(hours: number): string {
  if (hours < 1) return 'under an hour'
  if (hours < 48) return countOf(Math.round(hours), 'hour')
  return countOf(Math.round(hours / 24), 'day')
}

/** One of the three places with what stands there; null where nothing is known to. */
export type PlaceWords = {
  place: string
  words: string | null
  /** Of the file in Git, shortened. */
  commit: string | null
  title: string | null
  at: string | null
}

/** What stands in Git, in the tool and in the last execution, in few words each. */
export function placesOf({ git, deployed, executed }: DriftDetail, repository: string | null): PlaceWords[] {
  return [
    {
      place: 'Git',
      words: git?.path ?? null,
      commit: git?.commit?.slice(0, 7) ?? null,
      title: git === null ? null : [repository, git.path, git.commit].filter((each) => each).join(' '),
      at: git?.at ?? null,
    },
    { place: 'Tool', ...standingWords(deployed) },
    { place: 'Last run', ...standingWords(executed) },
  ]
}

/** By the tool's own word, else by the commit, else by what it means. */
function standingWords(standing: Standing | null): Omit<PlaceWords, 'place'> {
  if (standing === null) return { words: null, commit: null, title: null, at: null }
  const { hash, version, commit, at } = standing
  if (version !== null && version !== '')
    return {
      words: /^\d/.test(version) ? `revision ${version}` : version,
      commit: null,
      title: commit ?? hash,
      at,
    }
  if (commit !== null && commit !== '') return { words: commit.slice(0, 7), commit: null, title: commit, at }
  return {
    words: hash === null ? 'taken away' : `definition ${hash.slice(0, 7)}`,
    commit: null,
    title: hash,
    at,
  }
}
