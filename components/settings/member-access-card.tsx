import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedMember } from '@/lib/model/listed-member'

type Actions = {
  setOwner: FormAction<void>
  deactivate: FormAction<void>
  reactivate: FormAction<void>
}

/** What only owners decide: who else is one, and who may sign in at all. */
export function MemberAccessCard({
  member,
  isSelf,
  actions,
}: {
  member: ListedMember
  isSelf: boolean
  actions: Actions
}) {
  return (
    <Card>
      <CardHeader title="Access" description="What concerns the organization as a whole." />
      <div className="flex flex-col divide-y divide-line">
        {member.isActive ? <Ownership member={member} action={actions.setOwner} /> : null}
        {isSelf ? (
          <p className="px-4 py-3 text-sm text-ink-3">
            You cannot deactivate yourself: another owner would have to.
          </p>
        ) : (
          <Activity member={member} actions={actions} />
        )}
      </div>
    </Card>
  )
}

const ROW = 'flex flex-wrap items-center justify-between gap-3 px-4 py-3'

function Ownership({ member, action }: { member: ListedMember; action: FormAction<void> }) {
  const { id, name, isOwner } = member
  return (
    <div className={ROW}>
      <p className="min-w-0 flex-1 basis-56 text-sm text-ink-2">
        {isOwner
          ? 'Owns the organization: may see and change everything in it.'
          : 'Does not own the organization: holds what the roles in the teams give.'}
      </p>
      <ConfirmAction
        title={isOwner ? `Take ownership from ${name}?` : `Make ${name} an owner?`}
        description={
          isOwner
            ? 'They keep the roles they have in teams. There is always an owner left.'
            : 'They may then see and change everything, other owners included.'
        }
        confirmLabel={isOwner ? 'Take ownership away' : 'Make owner'}
        fields={{ userId: id, isOwner: String(!isOwner) }}
        action={action}
        trigger={<Button size="sm">{isOwner ? 'Take ownership away' : 'Make owner'}</Button>}
      />
    </div>
  )
}

function Activity({ member, actions }: { member: ListedMember; actions: Actions }) {
  const { id, name, isActive } = member
  return (
    <div className={ROW}>
      <p className="min-w-0 flex-1 basis-56 text-sm text-ink-2">
        {isActive
          ? 'May sign in.'
          : 'Deactivated: may not sign in. What they did stays on record under their name.'}
      </p>
      {isActive ? (
        <ConfirmAction
          key="deactivate"
          title={`Deactivate ${name}?`}
          description="Their sessions end at once, and so do their API tokens and the invitations they made, for good. Their teams and everything they did stay. You can reactivate them."
          confirmLabel="Deactivate"
          fields={{ userId: id }}
          action={actions.deactivate}
          trigger={<Button size="sm">Deactivate</Button>}
        />
      ) : (
        <ConfirmAction
          key="reactivate"
          title={`Reactivate ${name}?`}
          description="They may sign in again, with the password, the teams and the roles they had."
          confirmLabel="Reactivate"
          fields={{ userId: id }}
          action={actions.reactivate}
          trigger={<Button size="sm">Reactivate</Button>}
        />
      )}
    </div>
  )
}
