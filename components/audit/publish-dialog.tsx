'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { ShownSecret } from '@/components/ui/shown-secret'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

type Made = { id: string; secret: string | null }

/** Publishes checkpoints to one more place; the secret of a webhook is shown once. */
export function PublishDialog({ action }: { action: FormAction<Made> }) {
  const [isOpen, setOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const change = (open: boolean) => {
    setOpen(open)
    setSecret(null)
  }
  return (
    <Dialog
      title={secret === null ? 'Publish checkpoints' : 'Copy the secret now'}
      description={
        secret === null
          ? 'Each signed checkpoint goes there within a minute. Choose a place that whoever runs Runledger cannot change.'
          : 'It cannot be shown again. By it the receiver checks that a checkpoint came from here (Standard Webhooks).'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={<Button size="sm">Add a place</Button>}
    >
      {secret === null ? (
        <PublishForm
          action={action}
          onMade={(made) => {
            if (made.secret !== null) return setSecret(made.secret)
            toast.success('Checkpoints go there from now on')
            change(false)
          }}
        />
      ) : (
        <ShownSecret secret={secret} label="secret of the webhook" onStored={() => change(false)} />
      )}
    </Dialog>
  )
}

function PublishForm({ action, onMade }: { action: FormAction<Made>; onMade: (made: Made) => void }) {
  const [kind, setKind] = useState('git')
  return (
    <ActionForm action={action} label="Publish checkpoints" className="flex flex-col gap-4" onDone={onMade}>
      {({ state, isPending, errorOf }) => (
        <>
          <Field label="To">
            <Select name="kind" value={kind} onChange={(event) => setKind(event.target.value)}>
              <option value="git">A Git repository</option>
              <option value="webhook">A webhook</option>
            </Select>
          </Field>
          {kind === 'webhook' ? (
            <Field label="Address" error={errorOf('url')}>
              <Input
                name="url"
                type="url"
                placeholder="https://witness.example.com/checkpoints"
                autoComplete="off"
              />
            </Field>
          ) : (
            <GitFields errorOf={errorOf} />
          )}
          <FormError state={state} />
          <div className="flex justify-end">
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Adding…' : 'Add'}
            </Button>
          </div>
        </>
      )}
    </ActionForm>
  )
}

function GitFields({ errorOf }: { errorOf: (field: string) => string | undefined }) {
  return (
    <>
      <Field label="Repository" hint="https://… or git@host:path" error={errorOf('remote')}>
        <Input name="remote" autoComplete="off" />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Branch" error={errorOf('branch')}>
          <Input name="branch" defaultValue="main" autoComplete="off" />
        </Field>
        <Field label="Folder" optional error={errorOf('folder')}>
          <Input name="folder" placeholder="runledger" autoComplete="off" />
        </Field>
        <Field label="User" hint="For https." optional error={errorOf('username')}>
          <Input name="username" autoComplete="off" />
        </Field>
        <Field label="Token, password or key" optional error={errorOf('secret')}>
          <Input name="secret" type="password" autoComplete="new-password" />
        </Field>
      </div>
    </>
  )
}
