'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ShownSecret } from '@/components/ui/shown-secret'
import type { FormAction } from '@/lib/model/action-state'
import type { MadeStream } from '@/lib/model/audit-stream'
import { sayTest } from './say-test'
import { StreamForm } from './stream-form'

/** Streams the audit log to one more place, which is tried at once; the secret of a webhook is shown once. */
export function NewStreamDialog({
  teams,
  action,
}: {
  teams: { id: string; name: string }[]
  action: FormAction<MadeStream>
}) {
  const [isOpen, setOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const change = (open: boolean) => {
    setOpen(open)
    setSecret(null)
  }
  return (
    <Dialog
      title={secret === null ? 'New stream' : 'Copy the secret now'}
      description={
        secret === null
          ? 'Entries follow within seconds. A test event is sent at once, to a webhook when its receiver has the secret.'
          : 'It cannot be shown again. By it the receiver checks that entries came from here (Standard Webhooks). Until it has it, entries wait in the log.'
      }
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          New stream
        </Button>
      }
    >
      {secret === null ? (
        <StreamForm
          stream={null}
          teams={teams}
          action={action}
          onCancel={() => change(false)}
          onDone={(made) => {
            if (made.test !== null) sayTest(made.test)
            if (made.secret === null) change(false)
            else setSecret(made.secret)
          }}
        />
      ) : (
        <ShownSecret secret={secret} label="secret of the webhook" onStored={() => change(false)} />
      )}
    </Dialog>
  )
}
