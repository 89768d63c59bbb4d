import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { EmptyState } from '@/components/ui/empty-state'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedMember } from '@/lib/model/listed-member'
import { RoleForm } from './role-form'

/** In which teams a person is, and as what; changed here by those who may change the team's members. */
export function MemberTeamsCard({
  member,
  writable,
  add,
  changeAction,
  removeAction,
}: {
  member: ListedMember
  writable: ReadonlySet<string>
  add: ReactNode
  changeAction: FormAction<void>
  removeAction: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader title="Teams" description="A change holds from their next request on." actions={add} />
      {member.teams.length === 0 ? (
        <CardBody>
          <EmptyState kind="empty" title="In no team that you may see" level={3}>
            <p>{member.isOwner ? 'As an owner they see everything anyway.' : 'They see no executions.'}</p>
          </EmptyState>
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {member.teams.map((team) => (
            <li key={team.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <span className="min-w-0 flex-1 basis-40 text-sm font-medium text-ink">{team.name}</span>
              {writable.has(team.id) ? (
                <>
                  <RoleForm userId={member.id} team={team} action={changeAction} />
                  <ConfirmAction
                    title={`Remove ${member.name} from ${team.name}?`}
                    description="They no longer see what belongs to the team. What they did stays on record."
                    confirmLabel="Remove from the team"
                    fields={{ userId: member.id, teamId: team.id }}
                    action={removeAction}
                    trigger={
                      <Button size="sm" aria-label={`Remove from ${team.name}`}>
                        Remove
                      </Button>
                    }
                  />
                </>
              ) : (
                <Badge>{team.role}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
