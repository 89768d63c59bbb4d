import fs from 'node:fs/promises'
import path from 'node:path'
import type { Db } from '@/db/client'
import { knownRepositories } from '@/db/store/read-repositories'
import { mirrorOf } from '@/lib/git/mirror-folder'

/** Takes mirrors away whose repository is not there any more, and returns how many. Nobody may be reading meanwhile. */
export async function removeOldMirrors(db: Db, dataDir: string): Promise<number> {
  // The folders first: a repository that is added between the two is then not taken for one that is gone.
  const folders = await mirrorsIn(path.join(dataDir, 'repositories'))
  if (folders.length === 0) return 0
  const known = new Set((await knownRepositories(db)).map((of) => mirrorOf(dataDir, of)))
  const old = folders.filter((folder) => !known.has(folder))
  for (const folder of old) await fs.rm(folder, { recursive: true, force: true })
  return old.length
}

async function mirrorsIn(root: string): Promise<string[]> {
  const found: string[] = []
  for (const org of await foldersIn(root))
    for (const name of await foldersIn(path.join(root, org)))
      if (name.endsWith('.git')) found.push(path.join(root, org, name))
  return found
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
