import type { Metadata } from 'next'
import { HistoryLink } from '@/components/audit/history-link'
import { AddMemberDialog } from '@/components/settings/add-member-dialog'
import { MemberAccessCard } from '@/components/settings/member-access-card'
import { MemberTeamsCard } from '@/components/settings/member-teams-card'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { getMember } from '@/db/queries/list-members'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import {
  addMemberAction,
  changeMemberRoleAction,
  deactivateAccountAction,
  reactivateAccountAction,
  removeMemberAction,
  setOwnerAction,
} from '../actions'

export const metadata: Metadata = { title: 'Member' }

type Props = { params: Promise<{ id: string }> }

export default async function MemberPage({ params }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const [member, writable] = await Promise.all([
    orNotFound(getMember(scope, id)),
    listTeamsWith(scope, 'member.write'),
  ])
  const others = writable.filter((team) => !member.teams.some((own) => own.id === team.id))
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {member.name}
            {member.isOwner ? <Badge tone="accent">owner</Badge> : null}
            {member.isActive ? null : <Badge tone="outline">deactivated</Badge>}
          </span>
        }
        description={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="break-all">{member.email}</span>
            <CopyButton value={member.email} label="e-mail address" />
            <span>
              {member.lastSeenAt === null ? (
                'not signed in'
              ) : (
                <>
                  last seen <Time iso={member.lastSeenAt.toISOString()} />
                </>
              )}
            </span>
          </span>
        }
        actions={<HistoryLink kind="user" id={member.id} />}
      />
      <MemberTeamsCard
        member={member}
        writable={new Set(writable.map((team) => team.id))}
        add={
          others.length === 0 || !member.isActive ? null : (
            <AddMemberDialog teams={others} email={member.email} action={addMemberAction} />
          )
        }
        changeAction={changeMemberRoleAction}
        removeAction={removeMemberAction}
      />
      {mayIn(scope, 'member.write', null) ? (
        <MemberAccessCard
          member={member}
          isSelf={member.id === scope.userId}
          actions={{
            setOwner: setOwnerAction,
            deactivate: deactivateAccountAction,
            reactivate: reactivateAccountAction,
          }}
        />
      ) : null}
    </div>
  )
}
