import type { Metadata } from 'next'
import { AcceptInviteForm } from '@/components/entry/accept-invite-form'
import { ProviderButton } from '@/components/entry/provider-button'
import { EmptyState } from '@/components/ui/empty-state'
import { orUnavailable } from '@/db/outage'
import { findInvite } from '@/db/store/accept-invite'
import { signInWays } from '@/lib/auth/sign-in-ways'
import { acceptInviteAction } from './actions'

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }
export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ token: string }> }

export default async function InvitePage({ params }: Props) {
  const { token } = await params
  const invite = await orUnavailable(() => findInvite(token))
  if (invite === null) return <NoInvite />
  const { provider, hasPasswords } = await orUnavailable(signInWays)
  return (
    <div className="w-full max-w-md">
      <h1 className="text-2xl font-semibold tracking-tight text-ink">Join {invite.organization}</h1>
      <p className="mt-1 mb-8 text-sm text-ink-2">
        You are invited into the team {invite.team} as {invite.role}.{' '}
        {hasPasswords ? 'Say who you are and choose a password; you sign in with ' : 'Sign in with '}
        <span className="font-medium break-all text-ink">{invite.email}</span>
        {hasPasswords ? ' from then on.' : " at your organization's identity provider."}
      </p>
      {provider === null ? null : (
        <ProviderButton {...provider} returnTo="/" variant={hasPasswords ? 'secondary' : 'primary'} />
      )}
      {hasPasswords ? (
        <div className={provider === null ? undefined : 'mt-6'}>
          <AcceptInviteForm token={token} email={invite.email} action={acceptInviteAction} />
        </div>
      ) : null}
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
