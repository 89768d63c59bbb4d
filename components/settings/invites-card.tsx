import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedInvite } from '@/lib/model/listed-member'

/** Invitations that were not accepted yet; nothing at all when there are none. */
export function InvitesCard({
  invites,
  revokeAction,
}: {
  invites: ListedInvite[]
  revokeAction: FormAction<void>
}) {
  if (invites.length === 0) return null
  return (
    <Card>
      <CardHeader
        title="Open invitations"
        description="Each link is good once, until it expires or is revoked."
      />
      <ul className="divide-y divide-line">
        {invites.map((invite) => (
          <li key={invite.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-sm font-medium break-all text-ink">{invite.email}</p>
              <p className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
                {invite.teamName} <Badge>{invite.role}</Badge>
              </p>
            </div>
            <p className="flex-1 basis-48 text-xs text-ink-3">
              Invited by {invite.createdBy} <Time iso={invite.createdAt.toISOString()} />
              <br />
              Expires <Time iso={invite.expiresAt.toISOString()} />
            </p>
            <ConfirmAction
              title={`Revoke the invitation of ${invite.email}?`}
              description="The link stops working at once. You can invite them again."
              confirmLabel="Revoke invitation"
              fields={{ inviteId: invite.id }}
              action={revokeAction}
              trigger={
                <Button size="sm" aria-label={`Revoke the invitation of ${invite.email}`}>
                  Revoke
                </Button>
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}
