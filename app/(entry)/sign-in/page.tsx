import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ProviderButton } from '@/components/entry/provider-button'
import { SignInForm } from '@/components/entry/sign-in-form'
import { EmptyState } from '@/components/ui/empty-state'
import { isSetUp } from '@/db/store/set-up'
import { safeReturnTo } from '@/lib/auth/return-to'
import { signInWays } from '@/lib/auth/sign-in-ways'
import { viewerOrNull } from '@/lib/auth/viewer'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<{ returnTo?: string | string[]; callbackUrl?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { returnTo, callbackUrl } = await searchParams
  const wanted = returnTo ?? callbackUrl
  const target = safeReturnTo(Array.isArray(wanted) ? wanted[0] : wanted)
  if ((await viewerOrNull()) !== null) redirect(target)
  if (!(await isSetUp())) return <NotSetUp />
  const { provider, hasPasswords } = await signInWays()
  return (
    <div className="w-full max-w-sm">
      <h1 className="mb-1 text-xl font-semibold tracking-tight text-ink">Sign in</h1>
      <p className="mb-6 text-sm text-ink-3">
        {target === '/'
          ? 'Every execution of every flow, in one place.'
          : 'You will be led back to where you were.'}
      </p>
      {provider === null ? null : (
        <ProviderButton {...provider} returnTo={target} variant={hasPasswords ? 'secondary' : 'primary'} />
      )}
      {provider !== null && hasPasswords ? <Or /> : null}
      {hasPasswords ? <SignInForm returnTo={target} /> : null}
    </div>
  )
}

function Or() {
  return (
    <p className="my-5 flex items-center gap-3 text-xs text-ink-3">
      <span aria-hidden className="h-px flex-1 bg-line" />
      or with a password
      <span aria-hidden className="h-px flex-1 bg-line" />
    </p>
  )
}

function NotSetUp() {
  return (
    <div className="w-full max-w-md">
      <h1 className="sr-only">Sign in</h1>
      <EmptyState kind="empty" title="Runledger is not set up yet">
        <p>
          Open the one-time link that it printed when it was started. The link is lost? Start Runledger again,
          and it prints a new one.
        </p>
      </EmptyState>
    </div>
  )
}
