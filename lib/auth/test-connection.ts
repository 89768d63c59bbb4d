import { getPolledSource } from '@/db/queries/get-polled-source'
import { getSource } from '@/db/queries/get-source'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { testPoll } from '@/lib/jobs/test-poll'
import type { PollTest } from '@/lib/model/poll-test'
import { Refusal } from '@/lib/model/refusal'
import { mayIn, type Scope } from '@/lib/model/scope'
import { requestRate } from './request-rate'

const TESTS_PER_MINUTE = 6

const take = requestRate(TESTS_PER_MINUTE)

/**
 * Asks the tool of a source once, as its rounds do, and says what is found. For whoever may change the connection: it is done
 * with its credentials. It changes nothing, so nothing of it is written into the audit log.
 */
export async function testConnection(scope: Scope, sourceId: string): Promise<PollTest> {
  const { kind, teamId } = await getSource(scope, sourceId)
  if (!mayIn(scope, 'source.write', teamId))
    throw new Refusal('forbidden', 'You may not do this: it needs the permission source.write in this team.')
  const polled = await getPolledSource(scope, sourceId)
  if ((toolGuideOf(kind)?.poll ?? null) === null || polled === null)
    throw new Refusal('invalid', 'No address of the tool’s API is set: save one first.')
  take(`${scope.orgId} ${sourceId}`)
  return testPoll(polled)
}
