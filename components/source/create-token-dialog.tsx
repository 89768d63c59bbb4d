'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'

/** Makes a token and shows it until the dialog is closed, and never again. */
export function CreateTokenDialog({
  sourceId,
  action,
}: {
  sourceId: string
  action: FormAction<{ token: string }>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const change = (open: boolean) => {
    setIsOpen(open)
    setToken(null)
  }
  return (
    <Dialog
      title={token === null ? 'New ingest token' : 'Copy the token now'}
      description={
        token === null
          ? 'One for each exporter makes it easy to replace them one by one.'
          : 'It cannot be shown again: only a hash of it is kept.'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button>
          <Plus aria-hidden />
          New token
        </Button>
      }
    >
      {token === null ? (
        <NewTokenForm sourceId={sourceId} action={action} onMade={setToken} onCancel={() => change(false)} />
      ) : (
        <div className="flex flex-col gap-4">
          <CodeBlock code={token} label="ingest token" wrap />
          <div className="flex justify-end">
            <Button variant="primary" onClick={() => change(false)}>
              I have stored it
            </Button>
          </div>
        </div>
      )}
    </Dialog>
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
          <Field label="Expires" error={errorOf('days')}>
            <Select name="days" defaultValue="365">
              <option value="30">in 30 days</option>
              <option value="90">in 90 days</option>
              <option value="365">in a year</option>
              <option value="never">never</option>
            </Select>
          </Field>
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
