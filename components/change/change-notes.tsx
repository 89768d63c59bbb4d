'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Field, Textarea } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { ChangeNote } from '@/lib/model/listed-change'

const SAID: Record<ChangeNote['kind'], string> = {
  question: 'asks for the reason',
  reason: 'gives the reason',
  comment: 'says',
  reviewed: 'has looked at it',
}

/** What people said of a change, and the way to ask why, to say why, to say anything, and that one has looked at it. */
export function ChangeNotes({
  changeId,
  notes,
  hasReason,
  action,
}: {
  changeId: string
  notes: ChangeNote[]
  hasReason: boolean
  /** Null for those who may not. */
  action: FormAction<ChangeNote['kind']> | null
}) {
  return (
    <div className="flex flex-col gap-4 px-4 py-4">
      {notes.length === 0 ? (
        <p className="text-sm text-ink-3">Nobody has said anything of it.</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {notes.map((note) => (
            <li key={note.id} className="text-sm">
              <p className="text-xs text-ink-3">
                <span className="font-medium text-ink-2">{note.by === '' ? 'Somebody' : note.by}</span>{' '}
                {SAID[note.kind]} · <Time iso={new Date(note.at).toISOString()} />
              </p>
              {note.text === '' ? null : (
                <p className="mt-0.5 wrap-anywhere whitespace-pre-line text-ink">{note.text}</p>
              )}
            </li>
          ))}
        </ol>
      )}
      {action === null ? null : (
        <NoteForm count={notes.length} changeId={changeId} hasReason={hasReason} action={action} />
      )}
    </div>
  )
}

const KINDS: [ChangeNote['kind'], string][] = [
  ['reason', 'Give the reason'],
  ['question', 'Ask for the reason'],
  ['comment', 'Comment'],
  ['reviewed', 'Mark reviewed'],
]

function NoteForm({
  count,
  changeId,
  hasReason,
  action,
}: {
  /** How many notes there are: with another one the field is empty again, while the form stays to say that it is kept. */
  count: number
  changeId: string
  hasReason: boolean
  action: FormAction<ChangeNote['kind']>
}) {
  return (
    <ActionForm
      label="Say something of this change"
      action={action}
      onDone={(kind) => toast.success(DONE[kind])}
      className="flex flex-col gap-2"
    >
      {({ state, isPending, errorOf }) => (
        <>
          <input type="hidden" name="changeId" value={changeId} />
          <Field label="Words" error={errorOf('text')}>
            <Textarea key={count} name="text" rows={2} maxLength={4000} />
          </Field>
          <FormError state={state} />
          <div className="flex flex-wrap gap-2">
            {KINDS.filter(([kind]) => !(hasReason && kind === 'question')).map(([kind, title]) => (
              <Button key={kind} type="submit" name="kind" value={kind} size="sm" disabled={isPending}>
                {title}
              </Button>
            ))}
          </div>
        </>
      )}
    </ActionForm>
  )
}

const DONE: Record<ChangeNote['kind'], string> = {
  question: 'Asked. It waits for who made the change until somebody answers.',
  reason: 'The reason is kept with the change.',
  comment: 'Said.',
  reviewed: 'Marked as reviewed.',
}
