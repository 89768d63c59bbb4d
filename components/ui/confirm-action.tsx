'use client'

import type { ReactElement, ReactNode } from 'react'
import type { FormAction } from '@/lib/model/action-state'
import { ConfirmDialog } from './dialog'

/** Asks, and then sends the fields to a server action; what was refused is said in the dialog, which stays open. */
export function ConfirmAction({
  fields,
  action,
  onDone,
  ...dialog
}: {
  fields: Record<string, string>
  action: FormAction<void>
  onDone?: () => void
  title: string
  description: ReactNode
  confirmLabel: string
  typeToConfirm?: string
  trigger: ReactElement
}) {
  const confirm = async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const state = await action({ status: 'idle' }, form)
    if (state.status === 'refused') throw new Error(state.message)
    onDone?.()
  }
  return <ConfirmDialog {...dialog} onConfirm={confirm} />
}
