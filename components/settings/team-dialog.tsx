'use client'

import { type ReactElement, useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

/** Names a team: a new one, or one that there is. */
export function TeamDialog({
  team,
  trigger,
  action,
}: {
  team: { id: string; name: string } | null
  trigger: ReactElement
  action: FormAction<void>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const title = team === null ? 'New team' : `Rename ${team.name}`
  return (
    <Dialog
      title={title}
      description={
        team === null
          ? 'A team owns sources and flows. Its members see what belongs to it.'
          : 'Links and saved filters keep working: they hold its short name, which stays.'
      }
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger}
    >
      <ActionForm
        action={action}
        label={title}
        className="flex flex-col gap-4"
        onDone={() => {
          setIsOpen(false)
          toast.success(team === null ? 'Team created' : 'Team renamed')
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            {team === null ? null : <input type="hidden" name="teamId" value={team.id} />}
            <Field label="Name" error={errorOf('name')}>
              <Input
                name="name"
                defaultValue={team?.name ?? ''}
                placeholder="Data Platform"
                autoComplete="off"
                autoFocus
              />
            </Field>
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Saving…' : team === null ? 'Create team' : 'Rename team'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}
