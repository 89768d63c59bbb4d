import type { Metadata } from 'next'
import { REFUSAL_WORDS } from '@/components/entry/refusal-words'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { signInWays } from '@/lib/auth/sign-in-ways'
import { viewerOrNull } from '@/lib/auth/viewer'
import { PROVIDER_REFUSALS } from '@/lib/model/sign-in'

export const metadata: Metadata = { title: 'Not signed in' }

type Props = { searchParams: Promise<{ reason?: string | string[] }> }

export default async function RefusedPage({ searchParams }: Props) {
  const { reason: given } = await searchParams
  const reason = PROVIDER_REFUSALS.find((known) => known === given) ?? 'provider'
  const [viewer, { hasPasswords }] = await Promise.all([viewerOrNull(), signInWays()])
  const { title, text } = REFUSAL_WORDS[reason]
  return (
    <div className="w-full max-w-lg">
      <h1 className="sr-only">Not signed in</h1>
      <EmptyState kind="unknown" title={title}>
        <p>{text}</p>
        {reason === 'unlinked' ? <HowToLink hasPasswords={hasPasswords} /> : null}
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          {viewer === null ? (
            <ButtonLink href="/sign-in" variant="primary">
              Back to signing in
            </ButtonLink>
          ) : (
            <ButtonLink href="/settings" variant="primary">
              Back to your account
            </ButtonLink>
          )}
        </div>
      </EmptyState>
    </div>
  )
}

function HowToLink({ hasPasswords }: { hasPasswords: boolean }) {
  if (!hasPasswords) {
    return (
      <p className="mt-3">
        For that you have to be signed in, and passwords are off at the moment. Ask an owner of your
        organization to allow passwords until you have linked it.
      </p>
    )
  }
  return (
    <ol className="mx-auto mt-3 max-w-sm list-decimal pl-5 text-left">
      <li>Sign in with your e-mail address and password.</li>
      <li>
        Open <span className="font-medium text-ink">Settings, Account</span>.
      </li>
      <li>
        Under <span className="font-medium text-ink">Linked identities</span>, choose{' '}
        <span className="font-medium text-ink">Link an identity</span> and sign in at the provider.
      </li>
    </ol>
  )
}
