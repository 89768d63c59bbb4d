'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** A page that broke, inside the frame that did not. The digest is what our log calls it. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="p-6">
      <EmptyState kind="unknown" title="This page could not be shown">
        <p>Nothing is known to be lost. Trying again may be all it takes.</p>
        {error.digest ? <p className="mt-2 font-mono text-xs text-ink-3">{error.digest}</p> : null}
        <div className="mt-4 flex justify-center">
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        </div>
      </EmptyState>
    </div>
  )
}
