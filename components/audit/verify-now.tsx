'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/model/action-state'

const ASK_EVERY_MS = 2_000

/** Has the whole log verified by the server, and shows what it came to as soon as that is known. */
export function VerifyNow({ isVerifying, action }: { isVerifying: boolean; action: FormAction<void> }) {
  const router = useRouter()
  // The outside world here is the worker, which verifies in its own time.
  useEffect(() => {
    if (!isVerifying) return
    const timer = setInterval(() => router.refresh(), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isVerifying, router])
  return (
    <ActionForm action={action} label="Verify now" className="flex items-center gap-2">
      {({ state, isPending }) => (
        <>
          <FormError state={state} />
          <Button type="submit" size="sm" disabled={isPending || isVerifying}>
            {isPending || isVerifying ? 'Verifying…' : 'Verify now'}
          </Button>
        </>
      )}
    </ActionForm>
  )
}
