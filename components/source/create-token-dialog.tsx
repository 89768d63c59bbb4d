'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { NewTokenDialog, TokenExpiryField } from '@/components/ui/new-token-dialog'
import type { FormAction } from '@/lib/model/action-state'

/** Makes a token and shows it until the dialog is closed, and never again. */
export function CreateTokenDialog({
  sourceId,
  action,
}: {
  sourceId: string
  action: FormAction<{ token: string }>
}) {
  return (
    <NewTokenDialog
      kind="ingest"
      advice="One for each exporter makes it easy to replace them one by one."
      form={(slot) => <NewTokenForm sourceId={sourceId} action={action} {...slot} />}
    />
  )
}

function NewTokenForm({
  sourceId,
  action,
  onMade,
  onCancel,
}: {
  sourceId: string
  action: FormAction<{ token: string }>
  onMade: (token: string) => void
  onCancel: () => void
}) {
  return (
    <ActionForm
      action={action}
      label="New ingest token"
      className="flex flex-col gap-4"
      onDone={({ token }) => onMade(token)}
    >
      {({ state, isPending, errorOf }) => (
        <>
          <input type="hidden" name="sourceId" value={sourceId} />
          <Field label="What it is for" error={errorOf('name')}>
            <Input name="name" placeholder="Collector in eu-west-1" autoComplete="off" />
          </Field>
          <TokenExpiryField error={errorOf('days')} />
          <FormError state={state} />
          <div className="flex justify-end gap-2">
            <Button onClick={onCancel}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Making…' : 'Make token'}
            </Button>
          </div>
        </>
      )}
    </ActionForm>
  )
}
