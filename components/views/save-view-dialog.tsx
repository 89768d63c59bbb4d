'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

/** Gives what the list shows now a name: filter, time, columns and how it is looked at. */
export function SaveViewDialog({
  isOpen,
  onClose,
  query,
  teams,
  keeps = 'the filter, the time, the columns and the tab',
  action,
}: {
  isOpen: boolean
  onClose: () => void
  query: string
  teams: { id: string; name: string }[]
  /** What of the list it keeps, in words. */
  keeps?: string
  action: FormAction<{ viewId: string }>
}) {
  return (
    <Dialog
      title="Save this view"
      description={`Keeps ${keeps}. Its address works for whoever may see the same.`}
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <ActionForm
        action={action}
        label="Save this view"
        className="flex flex-col gap-4"
        onDone={() => {
          toast.success('Saved')
          onClose()
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <input type="hidden" name="query" value={query} />
            <Field label="Name" error={errorOf('name')}>
              <Input name="name" autoComplete="off" maxLength={60} />
            </Field>
            <Field label="For" error={errorOf('teamId')}>
              <Select name="teamId" defaultValue="">
                <option value="">Me alone</option>
                {teams.map((team) => (
                  <option key={team.id} value={team.id}>
                    {team.name}
                  </option>
                ))}
              </Select>
            </Field>
            <FormError state={state} />
            <div className="flex justify-end">
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Saving…' : 'Save'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}
