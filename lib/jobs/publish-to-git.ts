import path from 'node:path'
import type { DuePublication, StoredCheckpoint } from '@/db/store/audit-publications'
import { auditOrigin } from '@/lib/audit/checkpoint'
import { pushFile } from '@/lib/git/push-file'
import { readRemote } from '@/lib/git/remote'
import { ToolTrouble } from './tool-request'

/** Commits a checkpoint to the branch of the publication's repository; its history keeps those before. */
export async function publishToGit(
  place: DuePublication,
  { size, note, at }: StoredCheckpoint,
  of: { dataDir: string; secret: string | null; protocols: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const { remote, branch, folder, username } = settingsOf(place.settings)
  await pushFile({
    directory: path.join(of.dataDir, 'audit', 'git', place.id),
    remote: readRemote(remote, of.protocols),
    branch,
    credential: of.secret === null ? null : { username, secret: of.secret },
    signal: of.signal,
    file: folder === '' ? 'checkpoint' : `${folder}/checkpoint`,
    text: note,
    message: `Checkpoint of ${size} entries of ${auditOrigin(place.orgId)}\n`,
    at,
  })
}

function settingsOf(settings: unknown): { remote: string; branch: string; folder: string; username: string } {
  const textOf = (key: string): string => {
    const value: unknown = typeof settings === 'object' && settings !== null ? Reflect.get(settings, key) : ''
    return typeof value === 'string' ? value : ''
  }
  const [remote, branch] = [textOf('remote'), textOf('branch')]
  if (remote === '' || branch === '') throw new ToolTrouble('has no repository or no branch')
  return { remote, branch, folder: textOf('folder'), username: textOf('username') || 'git' }
}
