'use client'

import { FlaskConical } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/model/action-state'

/** One click to the sample data, for places that have nothing to show yet; leads to where its progress is. For owners. */
export function SampleOffer({ action }: { action: FormAction<void> }) {
  const router = useRouter()
  return (
    <ActionForm
      action={action}
      label="Sample data"
      className="flex flex-col items-center gap-2"
      onDone={() => router.push('/sample')}
    >
      {({ state, isPending }) => (
        <>
          <Button type="submit" disabled={isPending}>
            <FlaskConical aria-hidden />
            {isPending ? 'Starting…' : 'Load sample data'}
          </Button>
          <FormError state={state} />
        </>
      )}
    </ActionForm>
  )
}
