import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AddMemberDialog } from '@/components/settings/add-member-dialog'
import { InviteDialog } from '@/components/settings/invite-dialog'
import { InvitesCard } from '@/components/settings/invites-card'
import { MembersFilter } from '@/components/settings/members-filter'
import { MembersTable } from '@/components/settings/members-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Skeleton } from '@/components/ui/skeleton'
import { listInvites } from '@/db/queries/list-invites'
import { listMembers } from '@/db/queries/list-members'
import { listTeamsWith } from '@/db/queries/list-teams-with'
import { requireViewer } from '@/lib/auth/viewer'
import { type Scope, teamsFor } from '@/lib/model/scope'
import { addMemberAction, inviteMemberAction, revokeInviteAction } from './actions'
import { loadMemberParams, type MemberAddress, membersHref } from './search-params'

export const metadata: Metadata = { title: 'Members' }

const PAGE = 50

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function MembersPage({ searchParams }: Props) {
  const scope = await requireViewer()
  const address = await loadMemberParams(searchParams)
  const [readable, writable, invites] = await Promise.all([
    listTeamsWith(scope, 'member.read'),
    listTeamsWith(scope, 'member.write'),
    listInvites(scope),
  ])
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title="Members"
        description="Who may see and do what. A role holds within one team; owners may do everything in all of them."
        actions={
          writable.length === 0 ? null : (
            <>
              <AddMemberDialog teams={writable} email={null} action={addMemberAction} />
              <InviteDialog teams={writable} action={inviteMemberAction} />
            </>
          )
        }
      />
      <InvitesCard invites={invites} revokeAction={revokeInviteAction} />
      <MembersFilter teams={readable} />
      <Suspense key={JSON.stringify(address)} fallback={<Skeleton className="h-64 w-full" />}>
        <Members scope={scope} address={address} />
      </Suspense>
    </div>
  )
}

async function Members({ scope, address }: { scope: Scope; address: MemberAddress }) {
  const found = await listMembers(
    scope,
    {
      ...(address.q === '' ? {} : { text: address.q }),
      ...(address.team === '' ? {} : { teamId: address.team }),
      ...(address.state === 'all' ? {} : { state: address.state }),
      ...(address.after === '' ? {} : { after: address.after }),
    },
    PAGE,
  )
  const members = found.slice(0, PAGE)
  const last = members.at(-1)
  if (last === undefined) return <NoMembers scope={scope} />
  return (
    <>
      <MembersTable members={members} />
      {address.after !== '' || found.length > PAGE ? (
        <nav aria-label="Pages of members" className="flex justify-between gap-2">
          {address.after === '' ? (
            <span />
          ) : (
            <ButtonLink size="sm" href={membersHref(address, {})}>
              First page
            </ButtonLink>
          )}
          {found.length > PAGE ? (
            <ButtonLink size="sm" href={membersHref(address, { after: last.id })}>
              Next page
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
      {teamsFor(scope, 'member.read')?.length === 0 ? (
        <p className="text-sm text-ink-3">
          You see yourself alone: you are in no team whose people you may see. An owner can change that.
        </p>
      ) : null}
    </>
  )
}

/** The reader is in the list themselves, so there is no empty one: nothing to show means that nothing matched. */
function NoMembers({ scope }: { scope: Scope }) {
  const isNarrow = teamsFor(scope, 'member.read') !== null
  return (
    <EmptyState kind="no-match" title="Nobody matches">
      <p>Nobody {isNarrow ? 'of your teams ' : ''}has all that is asked for.</p>
      <ButtonLink size="sm" className="mt-3" href="/settings/members">
        Drop the filters
      </ButtonLink>
    </EmptyState>
  )
}
