'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTransition } from 'react'
import { IconButton } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

/** Asks a rule earlier or later. */
export function MoveRule({
  ruleId,
  place,
  isFirst,
  isLast,
  action,
}: {
  ruleId: string
  place: number
  isFirst: boolean
  isLast: boolean
  action: FormAction<void>
}) {
  const [isPending, start] = useTransition()
  const move = (direction: 'up' | 'down') =>
    start(async () => {
      const form = new FormData()
      form.set('ruleId', ruleId)
      form.set('direction', direction)
      const state = await action({ status: 'idle' }, form)
      if (state.status === 'refused') toast.error(state.message)
    })
  return (
    <>
      <IconButton
        size="sm"
        label={`Move rule ${place} up`}
        disabled={isFirst || isPending}
        onClick={() => move('up')}
      >
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        label={`Move rule ${place} down`}
        disabled={isLast || isPending}
        onClick={() => move('down')}
      >
        <ArrowDown aria-hidden />
      </IconButton>
    </>
  )
}
