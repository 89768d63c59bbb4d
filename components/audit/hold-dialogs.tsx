'use client'

import { type ReactNode, useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

/** Keeps the whole log, a team's part of it, or what was done to one thing. */
export function SetHoldDialog({
  teams,
  action,
}: {
  teams: { id: string; name: string }[]
  action: FormAction<void>
}) {
  const [isOpen, setOpen] = useState(false)
  const [keeps, setKeeps] = useState('all')
  return (
    <Dialog
      title="Set a legal hold"
      description="Nothing that it keeps goes by retention or erasure until somebody releases it."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Set a hold</Button>}
    >
      <ActionForm
        action={action}
        label="Set a legal hold"
        className="flex flex-col gap-4"
        onDone={() => {
          toast.success('The hold is set')
          setOpen(false)
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <Field label="Keeps">
              <Select name="keeps" value={keeps} onChange={(event) => setKeeps(event.target.value)}>
                <option value="all">The whole log</option>
                <option value="team">What is of a team</option>
                <option value="target">What was done to one thing</option>
              </Select>
            </Field>
            {keeps === 'team' ? (
              <Field label="Team" error={errorOf('teamId')}>
                <Select name="teamId">
                  {teams.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
            ) : (
              <input type="hidden" name="teamId" value="" />
            )}
            {keeps === 'target' ? (
              <Field
                label="Thing"
                hint="Kind and id as its history says them: source:0a00…"
                error={errorOf('target')}
              >
                <Input name="target" autoComplete="off" placeholder="source:…" />
              </Field>
            ) : (
              <input type="hidden" name="target" value="" />
            )}
            <Field label="Reason" error={errorOf('reason')}>
              <Input name="reason" autoComplete="off" maxLength={500} />
            </Field>
            <Submit state={<FormError state={state} />} isPending={isPending} label="Set the hold" />
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}

/** Lets retention and erasure go on with what a hold kept. */
export function ReleaseHoldDialog({ holdId, action }: { holdId: string; action: FormAction<void> }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog
      title="Release the hold"
      description="What it kept goes by retention again, from its next round on."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Release</Button>}
    >
      <ActionForm
        action={action}
        label="Release the hold"
        className="flex flex-col gap-4"
        onDone={() => {
          toast.success('Released')
          setOpen(false)
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <input type="hidden" name="holdId" value={holdId} />
            <Field label="Reason" error={errorOf('reason')}>
              <Input name="reason" autoComplete="off" maxLength={500} />
            </Field>
            <Submit state={<FormError state={state} />} isPending={isPending} label="Release" />
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}

function Submit({ state, isPending, label }: { state: ReactNode; isPending: boolean; label: string }) {
  return (
    <>
      {state}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? 'Working…' : label}
        </Button>
      </div>
    </>
  )
}
