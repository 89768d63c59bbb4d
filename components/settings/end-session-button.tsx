'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/model/action-state'

/** Signs out another browser. */
export function EndSessionButton({ sessionId, action }: { sessionId: string; action: FormAction<void> }) {
  return (
    <ActionForm action={action} label="End this session" className="flex items-center gap-3">
      {({ state, isPending }) => (
        <>
          <FormError state={state} />
          <input type="hidden" name="sessionId" value={sessionId} />
          <Button type="submit" size="sm" disabled={isPending}>
            {isPending ? 'Ending…' : 'End session'}
          </Button>
        </>
      )}
    </ActionForm>
  )
}
