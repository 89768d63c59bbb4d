import type { Metadata } from 'next'
import { AcceptInviteForm } from '@/components/entry/accept-invite-form'
import { EmptyState } from '@/components/ui/empty-state'
import { orUnavailable } from '@/db/outage'
import { findInvite } from '@/db/store/accept-invite'
import { acceptInviteAction } from './actions'

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }
export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ token: string }> }

export default async function InvitePage({ params }: Props) {
  const { token } = await params
  const invite = await orUnavailable(() => findInvite(token))
  if (invite === null) return <NoInvite />
  return (
    <div className="w-full max-w-md">
      <h1 className="text-2xl font-semibold tracking-tight text-ink">Join {invite.organization}</h1>
      <p className="mt-1 mb-8 text-sm text-ink-2">
        You are invited into the team {invite.team} as {invite.role}. Say who you are and choose a password;
        you sign in with <span className="font-medium break-all text-ink">{invite.email}</span> from then on.
      </p>
      <AcceptInviteForm token={token} email={invite.email} action={acceptInviteAction} />
    </div>
  )
}

function NoInvite() {
  return (
    <div className="w-full max-w-md">
      <h1 className="sr-only">Invitation</h1>
      <EmptyState kind="unknown" title="This invitation cannot be used">
        <p>
          It was used or revoked, is more than a week old, or was not copied as a whole. Ask whoever invited
          you for a new one.
        </p>
      </EmptyState>
    </div>
  )
}
