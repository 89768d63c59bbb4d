import type { Metadata } from 'next'
import { NewStreamDialog } from '@/components/audit/new-stream-dialog'
import { StreamsList } from '@/components/audit/streams-list'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listAuditStreams } from '@/db/queries/list-audit-streams'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { mayIn } from '@/lib/model/scope'
import { AuditTabs } from '../audit-tabs'
import { auditViewer, NotForYou } from '../audit-viewer'
import {
  addStreamAction,
  changeStreamAction,
  pauseStreamAction,
  removeStreamAction,
  rotateStreamAction,
  testStreamAction,
} from './actions'

export const metadata: Metadata = { title: 'Streams of the audit log' }

/** Where entries are sent as they are written, and how that goes. */
export default async function StreamsPage() {
  const scope = await auditViewer('')
  if (scope === null) return <NotForYou />
  const readsAll = mayIn(scope, 'audit.read', null)
  const mayWrite = mayIn(scope, 'audit.write', null)
  const [streams, teams] = await Promise.all([
    readsAll ? listAuditStreams(scope) : [],
    listTeamsWith(scope, 'audit.read'),
  ])
  const add = mayWrite ? <NewStreamDialog teams={teams} action={addStreamAction} /> : null
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Streams of the audit log"
        description="Every entry as it is written, in order, at least once. What cannot be delivered waits in the log."
        // Always here: were it elsewhere while there is none, the first secret would go with its dialog.
        actions={add}
      />
      <AuditTabs current="/audit/streams" />
      <div className="w-full max-w-4xl">
        {!readsAll ? (
          <EmptyState kind="unknown" title="Streams are told to those who may read the whole audit log">
            <p>There may be some. An owner of the organization can see and change them.</p>
          </EmptyState>
        ) : streams.length === 0 ? (
          <EmptyState kind="empty" title="The audit log is streamed nowhere yet">
            <p>
              {mayWrite ? 'New stream sends' : 'An owner can send'} it to a SIEM, a collector of logs or a
              bucket: by a signed webhook, syslog, OpenTelemetry or S3, in Runledger’s own shape, as ECS or as
              OCSF.
            </p>
          </EmptyState>
        ) : (
          <StreamsList
            streams={streams}
            teams={teams}
            actions={
              mayWrite
                ? {
                    change: changeStreamAction,
                    pause: pauseStreamAction,
                    remove: removeStreamAction,
                    rotate: rotateStreamAction,
                    test: testStreamAction,
                  }
                : null
            }
          />
        )}
      </div>
    </div>
  )
}
