'use client'

import { Star } from 'lucide-react'
import { startTransition, useActionState, useOptimistic } from 'react'
import { IconButton } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

type Props = { id: string; name: string; isOn: boolean; action: FormAction<{ isOn: boolean }> }

/** Keeps a flow among one's own favourites. What the person did shows at once, and goes back if it was refused. */
export function StarButton({ id, name, isOn: given, action }: Props) {
  const [done, send] = useActionState<boolean, boolean>(async (before, isOn) => {
    const form = new FormData()
    form.set('kind', 'flow')
    form.set('id', id)
    form.set('isOn', String(isOn))
    const answer = await action({ status: 'idle' }, form)
    if (answer.status === 'done') return answer.result.isOn
    if (answer.status === 'refused') toast.error(answer.message)
    return before
  }, given)
  const [isOn, setOptimistic] = useOptimistic(done)
  const press = () =>
    startTransition(() => {
      setOptimistic(!isOn)
      send(!isOn)
    })
  return (
    <IconButton
      size="sm"
      label={`${isOn ? 'Take' : 'Put'} ${name} ${isOn ? 'from' : 'among'} my favourites`}
      title={isOn ? 'Among your favourites' : 'Put among your favourites'}
      aria-pressed={isOn}
      onClick={press}
    >
      <Star aria-hidden className={isOn ? 'fill-warning text-warning' : 'text-ink-3'} />
    </IconButton>
  )
}
