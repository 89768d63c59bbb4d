import { type Db, database } from '@/db/client'
import { Refusal } from '@/lib/model/refusal'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { findStream, type StoredStream, storedStream } from './audit-stream-rows'

/** A stream with its sealed secrets, for who is about to send or change; not there and not for you are the same answer. */
export async function streamOf(scope: Scope, streamId: string, on: Db = database()): Promise<StoredStream> {
  const mayRead = teamsFor(scope, 'audit.read') === null && isUuid(streamId)
  const found = mayRead ? await findStream(on, { orgId: scope.orgId, id: streamId }) : null
  if (found === null) throw new Refusal('not_found', 'There is no such stream.')
  return storedStream(found)
}
