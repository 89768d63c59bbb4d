'use client'

import { type ReactNode, useActionState, useEffect, useRef, useTransition } from 'react'
import type { ActionState, FormAction } from '@/lib/model/action-state'

type Slot<T> = { state: ActionState<T>; isPending: boolean; errorOf: (field: string) => string | undefined }

/**
 * A form that a server action answers. What was typed stays when it is refused, the first wrong field gets the focus, and
 * `onDone` learns the result once.
 */
export function ActionForm<T>({
  action,
  onDone,
  className,
  label,
  children,
}: {
  action: FormAction<T>
  onDone?: (result: T, form: FormData) => void
  className?: string
  label: string
  children: (slot: Slot<T>) => ReactNode
}) {
  const sent = useRef<FormData | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const [state, send, isSending] = useActionState(action, { status: 'idle' })
  const [isStarting, start] = useTransition()

  // The document: focus moves to what has to be looked at, which a screen reader then reads with its error.
  useEffect(() => {
    if (state.status === 'refused') form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])
  // The owner of the form, which may navigate or close a dialog.
  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    if (state.status === 'done' && sent.current !== null) done.current?.(state.result, sent.current)
  }, [state])

  return (
    <form
      ref={form}
      aria-label={label}
      className={className}
      noValidate
      onSubmit={(event) => {
        // Not by the `action` attribute: React empties the fields of such a form, also of one that was refused.
        event.preventDefault()
        // With the button that was pressed, where a form has several.
        const { nativeEvent } = event
        const pressed = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null
        const data = new FormData(event.currentTarget, pressed)
        sent.current = data
        start(() => send(data))
      }}
    >
      {children({
        state,
        isPending: isSending || isStarting,
        errorOf: (field) => (state.status === 'refused' ? state.fields[field] : undefined),
      })}
    </form>
  )
}

/** What was wrong with the form as a whole, where no field says it. Takes up its room only then. */
export function FormError<T>({ state }: { state: ActionState<T> }) {
  if (state.status !== 'refused' || Object.keys(state.fields).length > 0) return null
  return (
    <p
      role="alert"
      className="rounded-md border border-danger/40 bg-danger/5 px-3 py-2 text-sm font-medium text-danger"
    >
      {state.message}
    </p>
  )
}
