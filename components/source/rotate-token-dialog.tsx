'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Select } from '@/components/ui/field'
import { ShownSecret } from '@/components/ui/shown-secret'
import type { FormAction } from '@/lib/model/action-state'

/** Makes a token in place of this one, which stays good for a while, and shows it until the dialog is closed. */
export function RotateTokenDialog({
  sourceId,
  token,
  action,
}: {
  sourceId: string
  token: { id: string; name: string }
  action: FormAction<{ token: string }>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const change = (open: boolean) => {
    setIsOpen(open)
    setMade(null)
  }
  return (
    <Dialog
      title={made === null ? `Rotate “${token.name}”` : 'Copy the new token now'}
      description={
        made === null
          ? 'Makes a new token. Both are good until the old one ends, so nothing is lost while you change over.'
          : 'It cannot be shown again: only a hash of it is kept.'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button size="sm" aria-label={`Rotate ${token.name}`}>
          Rotate
        </Button>
      }
    >
      {made === null ? (
        <ActionForm
          action={action}
          label="Rotate the token"
          className="flex flex-col gap-4"
          onDone={(result) => setMade(result.token)}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <input type="hidden" name="sourceId" value={sourceId} />
              <input type="hidden" name="tokenId" value={token.id} />
              <Field label="The old one stays good for" error={errorOf('hours')}>
                <Select name="hours" defaultValue="24">
                  <option value="1">an hour</option>
                  <option value="24">a day</option>
                  <option value="168">a week</option>
                </Select>
              </Field>
              <FormError state={state} />
              <div className="flex justify-end gap-2">
                <Button onClick={() => change(false)}>Cancel</Button>
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isPending ? 'Making…' : 'Make the new token'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      ) : (
        <ShownSecret secret={made} label="ingest token" onStored={() => change(false)} />
      )}
    </Dialog>
  )
}
