'use client'

import { History } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { FormAction } from '@/lib/model/action-state'
import type { Replay, ReplayPage } from '@/lib/model/replay'
import { ReplayOutcome } from './replay-outcome'

/** Which events are read again: those that were picked, or all that a filter finds. */
type Selection = { ids: string[] } | { filter: Record<string, string> }

type Step =
  | { is: 'closed' }
  | { is: 'asking' }
  | { is: 'previewed'; page: ReplayPage }
  | { is: 'working'; eventCount: number }
  | { is: 'done'; eventCount: number; changedCount: number; last: Replay }
  | { is: 'refused'; message: string }

/** Says what reading events again would change, and does it when told to. */
export function ReplayDialog({
  label,
  size = 'sm',
  of,
  action,
}: {
  label: string
  size?: 'sm' | 'md'
  of: Selection
  action: FormAction<ReplayPage>
}) {
  const router = useRouter()
  const [step, setStep] = useState<Step>({ is: 'closed' })
  const preview = async () => {
    setStep({ is: 'asking' })
    const answer = await ask(action, of, { isPreview: true, after: '' })
    setStep(answer.ok ? { is: 'previewed', page: answer.page } : { is: 'refused', message: answer.message })
  }
  const replay = async () => {
    let [after, eventCount, changedCount]: [string | null, number, number] = ['', 0, 0]
    while (after !== null) {
      setStep({ is: 'working', eventCount })
      const answer = await ask(action, of, { isPreview: false, after })
      if (!answer.ok) return setStep({ is: 'refused', message: answer.message })
      const { replay: last, next } = answer.page
      eventCount += last.eventCount
      changedCount += last.changedCount
      after = next
      if (next === null) setStep({ is: 'done', eventCount, changedCount, last })
    }
    router.refresh()
  }
  const change = (isOpen: boolean) => {
    if (isOpen) return void preview()
    // What has begun is not left alone with nobody to see how it ends.
    if (step.is !== 'working') setStep({ is: 'closed' })
  }
  return (
    <Dialog
      title="Read again with today's parsers"
      description="What was stored of each event is read anew. Executions of which every event is still stored are put together again from all of them; to the others what is told now is added."
      open={step.is !== 'closed'}
      onOpenChange={change}
      trigger={
        <Button size={size}>
          <History aria-hidden />
          {label}
        </Button>
      }
    >
      <div role="status" className="flex flex-col gap-4">
        <Shown step={step} />
      </div>
      <div className="mt-4 flex justify-end gap-2">
        <Button disabled={step.is === 'working'} onClick={() => setStep({ is: 'closed' })}>
          {step.is === 'done' ? 'Close' : 'Cancel'}
        </Button>
        {step.is === 'previewed' || step.is === 'working' ? (
          <Button variant="primary" disabled={step.is === 'working'} onClick={replay}>
            {step.is === 'working' ? 'Reading…' : 'Replay'}
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}

function Shown({ step }: { step: Step }) {
  switch (step.is) {
    case 'closed':
      return null
    case 'asking':
      return <p className="text-sm text-ink-2">Looking at what would change…</p>
    case 'previewed':
      return (
        <>
          {step.page.next === null ? null : (
            <p className="text-sm text-ink-2">
              This is what the newest {step.page.replay.eventCount} events come to; the others are read after
              them.
            </p>
          )}
          <ReplayOutcome replay={step.page.replay} />
        </>
      )
    case 'working':
      return <p className="text-sm text-ink-2">Read {step.eventCount} events so far…</p>
    case 'done':
      return (
        <>
          <p className="text-sm text-ink">
            Read {step.eventCount} {step.eventCount === 1 ? 'event' : 'events'} again; {step.changedCount}{' '}
            {step.changedCount === 1 ? 'execution' : 'executions'} changed.
          </p>
          {step.eventCount === step.last.eventCount ? <ReplayOutcome replay={step.last} /> : null}
        </>
      )
    case 'refused':
      return (
        <p role="alert" className="text-sm font-medium text-danger">
          {step.message}
        </p>
      )
  }
}

type Answer = { ok: true; page: ReplayPage } | { ok: false; message: string }

async function ask(
  action: FormAction<ReplayPage>,
  of: Selection,
  { isPreview, after }: { isPreview: boolean; after: string },
): Promise<Answer> {
  const form = new FormData()
  form.set('isPreview', isPreview ? 'yes' : 'no')
  form.set('ids', 'ids' in of ? of.ids.join(',') : '')
  if ('filter' in of) for (const [name, value] of Object.entries(of.filter)) form.set(name, value)
  form.set('after', after)
  const state = await action({ status: 'idle' }, form)
  if (state.status === 'done') return { ok: true, page: state.result }
  return { ok: false, message: state.status === 'refused' ? state.message : 'It did not work. Try again.' }
}
