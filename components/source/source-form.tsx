'use client'

import { ChangedBy } from '@/components/settings/changed-by'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import { EnvironmentInput } from './source-fields'

type Source = { id: string; name: string; environment: string; recognition: 'automatic' | 'always' | 'never' }

const MODES = [
  {
    mode: 'automatic',
    title: 'Automatic',
    about: 'Words of known tools first; any other trace becomes one unless it is a request that was served.',
  },
  { mode: 'always', title: 'Always', about: 'Every trace becomes one, served requests too.' },
  { mode: 'never', title: 'Never', about: 'Traces are kept and can be browsed; none becomes one.' },
] as const

/** What may be changed of a source; those who may not change it see how it is. */
export function SourceForm({
  source,
  last,
  mayWrite,
  action,
}: {
  source: Source
  last: { by: string; at: Date } | null
  mayWrite: boolean
  action: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader
        title="Settings"
        description={
          mayWrite ? 'Changes hold for what arrives from now on.' : 'Editors of the team may change these.'
        }
      />
      <CardBody>
        <ActionForm
          action={action}
          label="Settings of the source"
          className="flex flex-col gap-4"
          onDone={() => toast.success('Saved')}
        >
          {({ state, isPending, errorOf }) => (
            <fieldset disabled={!mayWrite || isPending} className="contents">
              <input type="hidden" name="sourceId" value={source.id} />
              <Field label="Name" error={errorOf('name')}>
                <Input name="name" defaultValue={source.name} autoComplete="off" />
              </Field>
              <EnvironmentInput value={source.environment} error={errorOf('environment')} />
              <Recognition chosen={source.recognition} />
              <FormError state={state} />
              <div className="flex items-center justify-end gap-3">
                <ChangedBy last={last} />
                {mayWrite ? (
                  <Button type="submit" variant="primary" disabled={isPending}>
                    {isPending ? 'Saving…' : 'Save'}
                  </Button>
                ) : null}
              </div>
            </fieldset>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}

function Recognition({ chosen }: { chosen: Source['recognition'] }) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium text-ink">When does a trace become an execution?</legend>
      {MODES.map(({ mode, title, about }) => (
        <label
          key={mode}
          className="flex cursor-pointer gap-2.5 rounded-md border border-line p-2.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="recognition"
            value={mode}
            defaultChecked={mode === chosen}
            className="mt-1 accent-[var(--accent)] outline-none"
          />
          <span>
            <span className="block text-sm font-medium text-ink">{title}</span>
            <span className="block text-xs text-ink-2">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
