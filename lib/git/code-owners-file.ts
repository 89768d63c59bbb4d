import { codeOwners, OWNERS_PATHS, type OwnersDialect } from '@/lib/changes/code-owners'
import type { GitFile, History } from './read-history'

const MOST_OWNERS = 50

/** Whom the repository's CODEOWNERS names for a path; nobody where it has none. */
export async function codeOwnersOf(
  history: Pick<History, 'texts'>,
  repository: string,
  files: readonly GitFile[],
): Promise<(path: string) => string[]> {
  const dialect = dialectOf(repository, files)
  const [found] = OWNERS_PATHS[dialect].flatMap((place) => files.find(({ path }) => path === place) ?? [])
  const text = found === undefined ? null : ((await history.texts([found.blob])).get(found.blob) ?? null)
  if (text === null) return () => []
  const ownersOf = codeOwners(text, dialect)
  return (path) => [...new Set(ownersOf(path).flatMap(({ owners }) => owners))].slice(0, MOST_OWNERS)
}

/** By the host where it is one that is known, else by the folder that the file is in. */
function dialectOf(repository: string, files: readonly GitFile[]): OwnersDialect {
  const [host = ''] = repository.split('/')
  if (host === 'github.com') return 'github'
  if (/(^|\.)gitlab\./.test(host) || has(files, '.gitlab/CODEOWNERS')) return 'gitlab'
  return host === 'bitbucket.org' || has(files, '.bitbucket/CODEOWNERS') ? 'bitbucket' : 'github'
}

const has = (files: readonly GitFile[], place: string): boolean => files.some(({ path }) => path === place)
