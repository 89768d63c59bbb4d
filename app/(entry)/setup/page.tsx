import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SetUpForm } from '@/components/entry/set-up-form'
import { EmptyState } from '@/components/ui/empty-state'
import { isOpenLink, isSetUp } from '@/db/store/set-up'
import { setUpAction } from './actions'

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

type Props = { searchParams: Promise<{ token?: string | string[] }> }

export default async function SetUpPage({ searchParams }: Props) {
  const { token } = await searchParams
  if (await isSetUp()) redirect('/sign-in')
  if (typeof token !== 'string' || !(await isOpenLink(token))) return <NoLink />
  return (
    <div className="w-full max-w-lg">
      <h1 className="text-2xl font-semibold tracking-tight text-ink">Set up Runledger</h1>
      <p className="mt-1 mb-8 text-sm text-ink-2">
        Four short answers, and you can send the first trace. Everything here can be changed or added to
        later.
      </p>
      <SetUpForm linkToken={token} action={setUpAction} />
    </div>
  )
}

function NoLink() {
  return (
    <div className="w-full max-w-md">
      <h1 className="sr-only">Set up Runledger</h1>
      <EmptyState kind="unknown" title="This set-up link cannot be used">
        <p>
          It was used already, is more than a week old, or was not copied as a whole. Start Runledger again,
          and it prints a new one.
        </p>
      </EmptyState>
    </div>
  )
}
