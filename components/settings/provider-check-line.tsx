'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/model/action-state'
import type { ProviderCheck } from '@/lib/model/sign-in'

/** Has the server look at the provider that is entered at the moment, saved or not, and says exactly what it found. */
export function ProviderCheckLine({ issuer, check }: { issuer: string; check: FormAction<ProviderCheck> }) {
  const [isPending, setIsPending] = useState(false)
  const [found, setFound] = useState<ProviderCheck | null>(null)

  const look = async () => {
    setIsPending(true)
    const form = new FormData()
    form.set('issuer', issuer)
    const state = await check({ status: 'idle' }, form)
    if (state.status === 'done') setFound(state.result)
    if (state.status === 'refused') setFound({ problem: state.fields.issuer ?? state.message })
    setIsPending(false)
  }

  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <Button size="sm" onClick={look} disabled={isPending}>
        {isPending ? 'Testing…' : 'Test the issuer'}
      </Button>
      <div role="status" className="min-w-0 flex-1 basis-64 text-sm">
        {found === null ? null : <Found {...found} />}
      </div>
    </div>
  )
}

function Found(found: ProviderCheck) {
  if (found.problem !== null) {
    return (
      <p className="flex items-start gap-1.5 font-medium break-words text-danger">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0">{found.problem}</span>
      </p>
    )
  }
  return (
    <div className="flex items-start gap-1.5">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
      <div className="min-w-0">
        <p className="font-medium text-ink">The provider answers, and offers what is needed.</p>
        <dl className="mt-1 text-xs text-ink-3">
          {found.endpoints.map(({ name, url }) => (
            <div key={name} className="flex flex-wrap gap-x-2">
              <dt>{name}</dt>
              <dd className="font-mono break-all text-ink-2">{url}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-1 text-xs text-ink-3">
          Client id and secret are tried when somebody signs in: link your own identity under Account.
        </p>
      </div>
    </div>
  )
}
