import type { Db } from '@/db/client'
import { createEventWriter } from '@/db/store/write-events'
import type { IngestFixture } from '@/db/testing/ingest-fixture'
import { hookAuthenticator } from '@/lib/auth/hook-sender'
import { createEventReceiver } from '@/lib/ingest/events/receiver'
import { listenHttp } from '@/lib/ingest/receive/listen'
import type { Authenticate } from '@/lib/ingest/receive/sink'
import { foldChanges } from '../fold-changes'
import { RepositoryRounds } from '../read-repositories'
import { type SendSample, sampleSender } from '../send-sample'

export type ReceivingEvents = { url: string; close: () => Promise<void> }

/** What takes the webhooks of the sample, as in the receiver's process. */
export async function receivingEvents(
  fixture: IngestFixture,
  authenticate: Authenticate,
): Promise<ReceivingEvents> {
  const report = (error: unknown) => fixture.reported.push(error)
  const { db, url: connectionString } = fixture.database
  const queueBytes = 64 * 1024 * 1024
  const writer = createEventWriter({ connectionString, writers: 2, queueBytes, clock: Date.now, report })
  const receiver = createEventReceiver({
    sink: writer,
    authenticate,
    authenticateHook: hookAuthenticator(() => db, authenticate),
    spool: null,
    confirm: () => Promise.reject(new Error('nothing is confirmed here')),
    bodyBytesMax: 1024 * 1024,
    itemsPerSecondDefault: 100_000,
    clock: Date.now,
    report,
  })
  const http = await listenHttp('127.0.0.1', 0, (request, response) => {
    receiver.handle(request, response).catch(report)
  })
  return {
    url: `http://127.0.0.1:${http.port}`,
    close: async () => {
      await http.close()
      await writer.close()
    },
  }
}

/** Sends to one receiver what is exported and to the other what is a webhook; in an installation they share a port. */
export function sampleSenderTo(exportsUrl: string, hooksUrl: string): SendSample {
  const [exports, hooks] = [sampleSender([exportsUrl]), sampleSender([hooksUrl])]
  return (sent, token) => (sent.path.startsWith('/api/hooks/') ? hooks : exports)(sent, token)
}

/** Has the worker read the sample's repository and fold its changes. */
export async function foldSample(db: Db): Promise<void> {
  const rounds = new RepositoryRounds(db, { dataDir: '/nowhere', protocols: [] }, Date.now)
  await rounds.look()
  await rounds.settled()
  await rounds.stop()
  await foldChanges.run({ db, now: new Date(), mayGoOn: async () => true })
}
