import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { targetKindName } from '@/lib/format/audit-words'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedHold } from '@/lib/model/audit-entry'
import { ReleaseHoldDialog, SetHoldDialog } from './hold-dialogs'

type Team = { id: string; name: string }

/** What is kept from retention and erasure, by whom and why; what was released stays in the list. */
export function HoldsCard({
  holds,
  teams,
  actions,
}: {
  holds: ListedHold[]
  teams: Team[]
  /** Null for those who only look. */
  actions: { set: FormAction<void>; release: FormAction<void> } | null
}) {
  return (
    <Card>
      <CardHeader
        title="Legal holds"
        description="Keep entries from retention and from erasure until they are released."
        actions={actions === null ? null : <SetHoldDialog teams={teams} action={actions.set} />}
      />
      {holds.length === 0 ? (
        <CardBody className="text-sm text-ink-3">
          {actions === null ? 'None.' : 'None: retention and erasure reach every entry.'}
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {holds.map((hold) => (
            <li key={hold.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-sm">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium wrap-anywhere text-ink">{keptBy(hold, teams)}</p>
                <p className="wrap-anywhere text-ink-2">{hold.reason}</p>
                <p className="text-xs text-ink-3">
                  Set by {hold.setBy} <Time iso={hold.setAt.toISOString()} />
                  {hold.releasedAt === null ? null : (
                    <>
                      , released by {hold.releasedBy} <Time iso={hold.releasedAt.toISOString()} />
                    </>
                  )}
                </p>
              </div>
              {actions === null || hold.releasedAt !== null ? null : (
                <ReleaseHoldDialog holdId={hold.id} action={actions.release} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function keptBy({ scope, teamId, target }: ListedHold, teams: Team[]): string {
  if (scope === 'team') return `Team ${teams.find(({ id }) => id === teamId)?.name ?? teamId}`
  if (target !== null) return `${targetKindName(target.kind)} ${target.id}`
  return 'The whole log'
}
