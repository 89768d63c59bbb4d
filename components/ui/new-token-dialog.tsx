'use client'

import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field, Select } from './field'
import { ShownSecret } from './shown-secret'

/** Makes a token by a form and shows it until the dialog is closed, and never again. */
export function NewTokenDialog({
  kind,
  advice,
  isPrimary = false,
  form,
  afterToken,
}: {
  /** `read`, `ingest`. */
  kind: string
  /** What to know before making one. */
  advice: string
  isPrimary?: boolean
  form: (slot: { onMade: (token: string) => void; onCancel: () => void }) => ReactNode
  /** What to do with the token, beneath it. */
  afterToken?: (token: string) => ReactNode
}) {
  const [isOpen, setIsOpen] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const change = (open: boolean) => {
    setIsOpen(open)
    setToken(null)
  }
  return (
    <Dialog
      title={token === null ? `New ${kind} token` : 'Copy the token now'}
      description={token === null ? advice : 'It cannot be shown again: only a hash of it is kept.'}
      open={isOpen}
      onOpenChange={change}
      trigger={
        <Button variant={isPrimary ? 'primary' : 'secondary'}>
          <Plus aria-hidden />
          New token
        </Button>
      }
    >
      {token === null ? (
        form({ onMade: setToken, onCancel: () => change(false) })
      ) : (
        <ShownSecret secret={token} label={`${kind} token`} onStored={() => change(false)}>
          {afterToken?.(token)}
        </ShownSecret>
      )}
    </Dialog>
  )
}

/** How long a token is good for, in the field `days`. */
export function TokenExpiryField({ error }: { error: string | undefined }) {
  return (
    <Field label="Expires" error={error}>
      <Select name="days" defaultValue="365">
        <option value="30">in 30 days</option>
        <option value="90">in 90 days</option>
        <option value="365">in a year</option>
        <option value="never">never</option>
      </Select>
    </Field>
  )
}
