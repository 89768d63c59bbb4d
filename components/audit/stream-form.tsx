'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { type ListedStream, type MadeStream, STREAM_KINDS, STREAM_SHAPES } from '@/lib/model/audit-stream'
import { StreamTargetFields } from './stream-target-fields'
import { STREAM_KIND_NAMES, STREAM_SHAPE_NAMES } from './stream-words'

/** All that a stream is: where it goes, in what shape, and which entries. */
export function StreamForm({
  stream,
  teams,
  action,
  onDone,
  onCancel,
}: {
  /** Null for a new one. */
  stream: ListedStream | null
  teams: { id: string; name: string }[]
  action: FormAction<MadeStream>
  onDone: (made: MadeStream) => void
  onCancel: () => void
}) {
  const [kind, setKind] = useState<string>(stream?.target.kind ?? 'webhook')
  return (
    <ActionForm action={action} label="Stream" className="flex flex-col gap-4" onDone={onDone}>
      {({ state, isPending, errorOf }) => (
        <>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label="Name" error={errorOf('name')}>
              <Input name="name" defaultValue={stream?.name ?? ''} placeholder="SIEM" autoComplete="off" />
            </Field>
            {stream === null ? (
              <Field label="To" error={errorOf('kind')}>
                <Select name="kind" value={kind} onChange={(event) => setKind(event.target.value)}>
                  {STREAM_KINDS.map((each) => (
                    <option key={each} value={each}>
                      {STREAM_KIND_NAMES[each]}
                    </option>
                  ))}
                </Select>
              </Field>
            ) : (
              <>
                <input type="hidden" name="streamId" value={stream.id} />
                <input type="hidden" name="kind" value={kind} />
              </>
            )}
          </div>
          <StreamTargetFields kind={kind} stream={stream} errorOf={errorOf} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label="Shape of entries" error={errorOf('shape')}>
              <Select name="shape" defaultValue={stream?.shape ?? 'jsonl'}>
                {STREAM_SHAPES.map((each) => (
                  <option key={each} value={each}>
                    {STREAM_SHAPE_NAMES[each]}
                  </option>
                ))}
              </Select>
            </Field>
            {stream === null ? (
              <Field label="Begin with" error={errorOf('from')}>
                <Select name="from" defaultValue="now">
                  <option value="now">what is written from now on</option>
                  <option value="beginning">the first entry there is</option>
                </Select>
              </Field>
            ) : null}
          </div>
          <Field
            label="Actions"
            optional
            hint="Only these, such as source or token.created, parted by commas. Empty for all."
            error={errorOf('actions')}
          >
            <Input
              name="actions"
              defaultValue={stream?.filter.actions?.join(', ') ?? ''}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
          <TeamsField teams={teams} chosen={stream?.filter.teamIds ?? []} error={errorOf('teamIds')} />
          <FormError state={state} />
          <div className="flex justify-end gap-2">
            <Button onClick={onCancel}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Saving and testing…' : stream === null ? 'Add stream' : 'Save'}
            </Button>
          </div>
        </>
      )}
    </ActionForm>
  )
}

function TeamsField({
  teams,
  chosen,
  error,
}: {
  teams: { id: string; name: string }[]
  chosen: string[]
  error: string | undefined
}) {
  const [ids, setIds] = useState(chosen)
  const turn = (id: string, isOn: boolean) =>
    setIds((before) => (isOn ? [...before, id] : before.filter((each) => each !== id)))
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-sm font-medium text-ink">
        Teams<span className="ml-1.5 font-normal text-ink-3">optional</span>
      </legend>
      <input type="hidden" name="teamIds" value={ids.join(' ')} />
      <div className="flex max-h-32 flex-wrap gap-x-4 gap-y-1.5 overflow-y-auto py-1">
        {teams.map(({ id, name }) => (
          <label key={id} className="flex items-center gap-2 text-sm text-ink-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={ids.includes(id)}
              onChange={(event) => turn(id, event.target.checked)}
            />
            {name}
          </label>
        ))}
      </div>
      <p className="text-xs text-ink-3">
        None chosen: entries of all teams, and what belongs to the organization as a whole.
      </p>
      {error === undefined ? null : <p className="text-xs font-medium text-danger">{error}</p>}
    </fieldset>
  )
}
