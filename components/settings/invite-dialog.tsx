'use client'

import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { SeatFields } from './role-select'

/** Makes an invitation and shows its link until the dialog is closed, and never again. */
export function InviteDialog({
  teams,
  action,
}: {
  teams: { id: string; name: string }[]
  action: FormAction<{ token: string }>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const change = (open: boolean) => {
    setIsOpen(open)
    setLink(null)
  }
  return (
    <Dialog
      title={link === null ? 'Invite somebody' : 'Copy the link now'}
      description={
        link === null
          ? 'You get a link to give to them, good once and for seven days. Runledger sends no e-mail.'
          : 'It cannot be shown again: only a hash of it is kept. Whoever has it can use it, so give it to them alone.'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button variant="primary">
          <UserPlus aria-hidden />
          Invite
        </Button>
      }
    >
      {link === null ? (
        <ActionForm
          action={action}
          label="Invite somebody"
          className="flex flex-col gap-4"
          onDone={({ token }) => setLink(`${window.location.origin}/invite/${token}`)}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <Field label="E-mail" error={errorOf('email')}>
                <Input
                  name="email"
                  type="email"
                  placeholder="grace@example.com"
                  autoComplete="off"
                  autoFocus
                />
              </Field>
              <SeatFields teams={teams} errorOf={errorOf} />
              <FormError state={state} />
              <div className="flex justify-end gap-2">
                <Button onClick={() => change(false)}>Cancel</Button>
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isPending ? 'Making…' : 'Make the link'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      ) : (
        <div className="flex flex-col gap-4">
          <CodeBlock code={link} label="invitation link" wrap />
          <div className="flex justify-end">
            <Button variant="primary" onClick={() => change(false)}>
              I have copied it
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
