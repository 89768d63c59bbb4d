import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import { formatCount } from '@/lib/format/count'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedPublication } from '@/lib/model/audit-entry'
import { PublishDialog } from './publish-dialog'

const KINDS = { file: 'File', webhook: 'Webhook', git: 'Git' } as const

type Actions = {
  publish: FormAction<{ id: string; secret: string | null }>
  remove: FormAction<void>
}

/** Where signed checkpoints go outside of the database, and how that goes. */
export function PublicationsCard({
  publications,
  actions,
}: {
  publications: ListedPublication[]
  /** Null for those who only look. */
  actions: Actions | null
}) {
  return (
    <Card>
      <CardHeader
        title="Published checkpoints"
        description="A checkpoint that lies where nobody here can change it is what shows later that nothing was rewritten."
        actions={actions === null ? null : <PublishDialog action={actions.publish} />}
      />
      {publications.length === 0 ? (
        <CardBody className="text-sm text-ink-3">
          Nowhere yet. With the first checkpoint they are kept in the data directory, too.
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {publications.map((each) => (
            <li key={each.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-sm">
              <div className="min-w-0 flex-1 basis-60">
                <p className="flex flex-wrap items-center gap-2">
                  <Badge tone="outline">{KINDS[each.kind]}</Badge>
                  <span className="min-w-0 font-mono text-xs wrap-anywhere text-ink">{each.destination}</span>
                </p>
                <Health of={each} />
              </div>
              {actions === null ? null : (
                <ConfirmAction
                  fields={{ publicationId: each.id }}
                  action={actions.remove}
                  title="End this publication?"
                  description="What was published stays where it is; no further checkpoint goes there."
                  confirmLabel="End it"
                  trigger={<Button size="sm">End</Button>}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Health({
  of: { lastAt, lastSize, failingSince, lastError, nextAttemptAt },
}: {
  of: ListedPublication
}) {
  return (
    <p className="mt-1 text-xs text-ink-3">
      {lastAt === null ? (
        'Nothing was published there yet.'
      ) : (
        <>
          Has the checkpoint of {formatCount(lastSize ?? 0)} entries since <Time iso={lastAt.toISOString()} />
          .
        </>
      )}
      {failingSince === null ? null : (
        <span className="block wrap-anywhere text-danger">
          Fails since <Time iso={failingSince.toISOString()} />: {lastError}
          {nextAttemptAt === null ? null : (
            <>
              . Tried again <Time iso={nextAttemptAt.toISOString()} />
            </>
          )}
          .
        </span>
      )}
    </p>
  )
}
