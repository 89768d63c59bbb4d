'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { ShownSecret } from '@/components/ui/shown-secret'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedStream, MadeStream } from '@/lib/model/audit-stream'

/** Puts a new secret in place of the present one. */
export function RotateStreamDialog({
  stream,
  action,
}: {
  stream: ListedStream
  action: FormAction<MadeStream>
}) {
  const [isOpen, setOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const isWebhook = stream.target.kind === 'webhook'
  const change = (open: boolean) => {
    setOpen(open)
    setSecret(null)
  }
  return (
    <Dialog
      title={secret === null ? `New secret for ${stream.name}` : 'Copy the secret now'}
      description={
        secret !== null
          ? 'It cannot be shown again. For a day entries are signed with both, so that the receiver can be changed meanwhile.'
          : isWebhook
            ? 'One is made and shown once. For a day entries are signed with the old one, too.'
            : 'It takes the place of the present one at once.'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={<Button size="sm">New secret</Button>}
    >
      {secret !== null ? (
        <ShownSecret secret={secret} label="secret of the webhook" onStored={() => change(false)} />
      ) : (
        <ActionForm
          action={action}
          label="New secret"
          className="flex flex-col gap-4"
          onDone={(made) => {
            if (made.secret !== null) return setSecret(made.secret)
            toast.success('The new secret is used from now on')
            change(false)
          }}
        >
          {({ state, isPending, errorOf }) => (
            <>
              <input type="hidden" name="streamId" value={stream.id} />
              {isWebhook ? null : (
                <Field label="Secret" error={errorOf('secret')}>
                  <Input name="secret" type="password" autoComplete="new-password" />
                </Field>
              )}
              <FormError state={state} />
              <div className="flex justify-end gap-2">
                <Button onClick={() => change(false)}>Cancel</Button>
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isWebhook ? 'Make a new secret' : 'Use this secret'}
                </Button>
              </div>
            </>
          )}
        </ActionForm>
      )}
    </Dialog>
  )
}
