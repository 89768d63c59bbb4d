'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import { SeatFields } from './role-select'

/** Brings somebody who has an account here into one more team. */
export function AddMemberDialog({
  teams,
  email,
  action,
}: {
  teams: { id: string; name: string }[]
  /** Whom, where that is known already. */
  email: string | null
  action: FormAction<void>
}) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog
      title="Add to a team"
      description="For people who have an account here. They see what belongs to the team from their next request on."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Add to a team</Button>}
    >
      <ActionForm
        action={action}
        label="Add to a team"
        className="flex flex-col gap-4"
        onDone={() => {
          setIsOpen(false)
          toast.success('Added')
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            {email === null ? (
              <Field label="E-mail" error={errorOf('email')}>
                <Input
                  name="email"
                  type="email"
                  placeholder="grace@example.com"
                  autoComplete="off"
                  autoFocus
                />
              </Field>
            ) : (
              <input type="hidden" name="email" value={email} />
            )}
            <SeatFields teams={teams} errorOf={errorOf} />
            {email !== null && errorOf('email') ? (
              <p role="alert" className="text-sm font-medium text-danger">
                {errorOf('email')}
              </p>
            ) : null}
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Adding…' : 'Add'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}
