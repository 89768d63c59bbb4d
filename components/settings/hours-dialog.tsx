'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { hoursWords } from '@/lib/format/hours-words'
import type { FormAction } from '@/lib/model/action-state'
import type { WorkingHours } from '@/lib/model/working-hours'
import { HoursFields } from './hours-fields'

/** When a team is at work: hours of its own, or those of the organization. */
export function HoursDialog({
  team,
  own,
  inherited,
  zones,
  setAction,
  inheritAction,
}: {
  team: { id: string; name: string }
  /** Null where the team has none of its own. */
  own: WorkingHours | null
  inherited: WorkingHours
  zones: readonly string[]
  setAction: FormAction<void>
  inheritAction: FormAction<void>
}) {
  const [isOpen, setIsOpen] = useState(false)
  // As it was when the dialog opened: the form that takes them away is still there when they are gone, to say so.
  const [hadOwn, setHadOwn] = useState(false)
  const open = (next: boolean) => {
    if (next) setHadOwn(own !== null)
    setIsOpen(next)
  }
  const done = (words: string) => () => {
    setIsOpen(false)
    toast.success(words)
  }
  return (
    <Dialog
      title={`Hours of ${team.name}`}
      description="A change of its flows at another time is outside hours. Holidays are no working days."
      open={isOpen}
      onOpenChange={open}
      trigger={
        <Button size="sm" aria-label={`Hours of ${team.name}`}>
          Hours
        </Button>
      }
    >
      {hadOwn ? (
        <ActionForm
          action={inheritAction}
          label="Use the hours of the organization"
          className="mb-4 flex flex-wrap items-center justify-between gap-2 rounded-md bg-sunken px-3 py-2"
          onDone={done('The team has the hours of the organization')}
        >
          {({ state, isPending }) => (
            <>
              <input type="hidden" name="teamId" value={team.id} />
              <span className="min-w-0 text-xs text-ink-2">Organization: {hoursWords(inherited)}</span>
              <Button type="submit" size="sm" disabled={isPending}>
                Use those
              </Button>
              <FormError state={state} />
            </>
          )}
        </ActionForm>
      ) : null}
      <ActionForm
        action={setAction}
        label={`Hours of ${team.name}`}
        className="flex flex-col gap-4"
        onDone={done('Hours saved')}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <input type="hidden" name="teamId" value={team.id} />
            <HoursFields hours={own ?? inherited} zones={zones} errorOf={errorOf} />
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Saving…' : 'Save hours'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}
