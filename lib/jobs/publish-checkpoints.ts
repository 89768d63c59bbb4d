import {
  checkpointsAfter,
  type DuePublication,
  listDuePublications,
  notePublished,
  noteUnpublished,
  type StoredCheckpoint,
} from '@/db/store/audit-publications'
import { base64 } from '@/lib/audit/byte-text'
import { auditOrigin, peekCheckpoint } from '@/lib/audit/checkpoint'
import { openSecret } from '@/lib/auth/sealed-secret'
import { log } from '@/lib/log'
import { signStandard } from '@/lib/webhooks/sign-standard'
import type { Job } from './job'
import { keepCheckpoint } from './kept-checkpoint'
import { publishToGit } from './publish-to-git'
import { askTool, ToolTrouble } from './tool-request'

/** What a folder gets at once of what it lacks; the others get the newest, which stands for all before it. */
const AT_ONCE = 1000
const GIT_MS = 2 * 60_000

/** Where the machine keeps what it publishes, and how it may reach repositories. */
export type PublishingFrom = { dataDir: string; gitProtocols: readonly string[] }

/** Brings each new checkpoint to where it is published. A place that fails is tried again, and says so until it does not. */
export const publishCheckpoints = (where: PublishingFrom): Job => ({
  name: 'publish-checkpoints',
  everyMs: 5_000,
  run: async ({ db, now, mayGoOn }) => {
    const done = { published: 0, failed: 0 }
    for (const place of await listDuePublications(now, db)) {
      if (!(await mayGoOn())) break
      const most = place.kind === 'file' ? AT_ONCE : 1
      const checkpoints = await checkpointsAfter(place.orgId, place.lastSize ?? 0, most, db)
      const newest = checkpoints.at(-1)
      if (newest === undefined) continue
      try {
        await publish(place, checkpoints, newest, { ...where, now })
        await notePublished(place, newest.size, now, db)
        done.published++
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        log('audit').warn(
          { publication: place.id, kind: place.kind, why },
          'a checkpoint could not be published',
        )
        await noteUnpublished(place, why, now, db)
        done.failed++
      }
    }
    return done
  },
})

async function publish(
  place: DuePublication,
  checkpoints: readonly StoredCheckpoint[],
  newest: StoredCheckpoint,
  { dataDir, gitProtocols, now }: PublishingFrom & { now: Date },
): Promise<void> {
  switch (place.kind) {
    case 'file':
      for (const checkpoint of checkpoints) keepCheckpoint(dataDir, place.orgId, checkpoint)
      return
    case 'webhook':
      return sendWebhook(place, newest, now)
    case 'git':
      return publishToGit(place, newest, {
        dataDir,
        secret: secretOf(place),
        protocols: gitProtocols,
        signal: AbortSignal.timeout(GIT_MS),
      })
  }
}

async function sendWebhook(
  place: DuePublication,
  { size, note, at }: StoredCheckpoint,
  now: Date,
): Promise<void> {
  const secret = secretOf(place)
  const url = urlOf(place.settings)
  if (secret === null) throw new ToolTrouble('has no secret to sign with: set it up again')
  const body = JSON.stringify({
    type: 'audit.checkpoint',
    timestamp: at.toISOString(),
    data: { organization: place.orgId, origin: auditOrigin(place.orgId), size, root: rootOf(note), note },
  })
  const id = `checkpoint-${place.orgId}-${size}`
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Runledger',
    ...signStandard({ id, atMs: now.getTime(), body }, [secret]),
  }
  const answer = await askTool(url, { method: 'POST', headers, body }, AbortSignal.timeout(20_000))
  if (answer.status < 200 || answer.status > 299) throw new ToolTrouble(`answered ${answer.status}`)
}

function rootOf(note: string): string | null {
  const checkpoint = peekCheckpoint(note)
  return checkpoint === null ? null : base64(checkpoint.root)
}

function urlOf(settings: unknown): URL {
  const url: unknown = typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'url') : null
  if (typeof url !== 'string' || !URL.canParse(url)) throw new ToolTrouble('has no address')
  return new URL(url)
}

const secretOf = ({ sealedSecret }: DuePublication): string | null =>
  sealedSecret === null ? null : openSecret(sealedSecret, 'audit-publication')
