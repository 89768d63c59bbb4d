'use client'

import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { Button, IconButton } from './button'
import { Field, Input } from './field'

const BACKDROP =
  'fixed inset-0 z-40 bg-[rgb(8_10_14/0.45)] transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'
const POPUP =
  'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl bg-raised p-5 shadow-popup transition-[opacity,scale] duration-150 outline-none data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0'

/** A dialog; opened by its trigger, or by its owner through `open`. */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  children,
}: {
  title: string
  description?: ReactNode
  trigger?: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}) {
  return (
    <BaseDialog.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <BaseDialog.Trigger render={trigger} /> : null}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={BACKDROP} />
        <BaseDialog.Popup className={`${POPUP} sm:max-w-lg`}>
          <div className="flex items-start justify-between gap-4">
            <BaseDialog.Title className="text-lg font-semibold text-ink">{title}</BaseDialog.Title>
            <BaseDialog.Close
              render={
                <IconButton label="Close" size="sm">
                  <X aria-hidden />
                </IconButton>
              }
            />
          </div>
          {description ? (
            <BaseDialog.Description className="mt-1 text-sm text-ink-3">{description}</BaseDialog.Description>
          ) : null}
          <div className="mt-4">{children}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

/**
 * Asks before something that cannot be taken back. With `typeToConfirm` the person has to write the name of the thing.
 * Stays open with the message when `onConfirm` throws.
 */
export function ConfirmDialog({
  title,
  description,
  trigger,
  confirmLabel,
  typeToConfirm,
  onConfirm,
}: {
  title: string
  description: ReactNode
  trigger: ReactElement
  confirmLabel: string
  typeToConfirm?: string
  onConfirm: () => Promise<void>
}) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const confirm = async () => {
    setPending(true)
    setError(null)
    try {
      await onConfirm()
      setOpen(false)
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : 'It did not work. Try again.')
    } finally {
      setPending(false)
    }
  }
  const change = (next: boolean) => {
    setOpen(next)
    setTyped('')
    setError(null)
  }

  return (
    <BaseAlert.Root open={open} onOpenChange={change}>
      <BaseAlert.Trigger render={trigger} />
      <BaseAlert.Portal>
        <BaseAlert.Backdrop className={BACKDROP} />
        <BaseAlert.Popup className={`${POPUP} sm:max-w-md`}>
          <BaseAlert.Title className="text-lg font-semibold text-ink">{title}</BaseAlert.Title>
          <BaseAlert.Description className="mt-1.5 text-sm text-ink-2">{description}</BaseAlert.Description>
          {typeToConfirm ? (
            <div className="mt-4">
              <Field label={`Type ${typeToConfirm} to confirm`}>
                <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
              </Field>
            </div>
          ) : null}
          {error ? (
            <p role="alert" className="mt-3 text-sm font-medium text-danger">
              {error}
            </p>
          ) : null}
          <div className="mt-5 flex justify-end gap-2">
            <BaseAlert.Close render={<Button>Cancel</Button>} />
            <Button
              variant="danger"
              disabled={pending || (typeToConfirm !== undefined && typed !== typeToConfirm)}
              onClick={confirm}
            >
              {confirmLabel}
            </Button>
          </div>
        </BaseAlert.Popup>
      </BaseAlert.Portal>
    </BaseAlert.Root>
  )
}
