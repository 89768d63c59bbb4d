'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Field, Input, Select } from '@/components/ui/field'
import { NewTokenDialog, TokenExpiryField } from '@/components/ui/new-token-dialog'
import type { FormAction } from '@/lib/model/action-state'

type Team = { id: string; name: string }

/** Makes a token of the API and shows it, with a first request, until the dialog is closed, and never again. */
export function NewReadTokenDialog({
  teams,
  consoleUrl,
  action,
}: {
  teams: Team[]
  consoleUrl: string
  action: FormAction<{ token: string }>
}) {
  return (
    <NewTokenDialog
      kind="API"
      advice="One for each program makes it easy to replace them one by one."
      isPrimary
      form={(slot) => <NewTokenForm teams={teams} action={action} {...slot} />}
      afterToken={(token) => (
        <div>
          <h3 className="mb-1.5 text-sm font-medium text-ink">Try it</h3>
          <CodeBlock
            code={`curl -H "authorization: Bearer ${token}" \\\n  "${consoleUrl}/api/v1/executions?q=state:failed&limit=5"`}
            label="first request"
            wrap
          />
        </div>
      )}
    />
  )
}

function NewTokenForm({
  teams,
  action,
  onMade,
  onCancel,
}: {
  teams: Team[]
  action: FormAction<{ token: string }>
  onMade: (token: string) => void
  onCancel: () => void
}) {
  const [isForAll, setIsForAll] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(teams.map((team) => team.id)))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  return (
    <ActionForm
      action={action}
      label="New API token"
      className="flex flex-col gap-4"
      onDone={({ token }) => onMade(token)}
    >
      {({ state, isPending, errorOf }) => (
        <>
          <Field label="What it is for" error={errorOf('name')}>
            <Input name="name" placeholder="Weekly report" autoComplete="off" />
          </Field>
          <Field
            label="Scope"
            hint="One that writes changes what you may change, and is written down as yours."
            error={errorOf('scope')}
          >
            <Select name="scope" defaultValue="read">
              <option value="read">read: look only</option>
              <option value="write">write: look and change</option>
            </Select>
          </Field>
          <TokenExpiryField error={errorOf('days')} />
          <input type="hidden" name="teamIds" value={isForAll ? 'all' : [...chosen].join(',')} />
          <ForAllChoice isForAll={isForAll} onChange={setIsForAll} />
          {isForAll ? null : (
            <TeamChoice teams={teams} chosen={chosen} onToggle={toggle} error={errorOf('teamIds')} />
          )}
          <FormError state={state} />
          <div className="flex justify-end gap-2">
            <Button onClick={onCancel}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Making…' : 'Make token'}
            </Button>
          </div>
        </>
      )}
    </ActionForm>
  )
}

function ForAllChoice({ isForAll, onChange }: { isForAll: boolean; onChange: (isForAll: boolean) => void }) {
  const choices = [
    { is: false, label: 'For some teams', about: 'What belongs to no team stays closed to it.' },
    {
      is: true,
      label: 'For all that you may',
      about: 'Now and later, the organization’s own settings included.',
    },
  ]
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium text-ink">Where it holds</legend>
      {choices.map(({ is, label, about }) => (
        <label key={label} className="flex items-start gap-2 text-sm text-ink">
          <input
            type="radio"
            name="reach"
            checked={isForAll === is}
            onChange={() => onChange(is)}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            {label}
            <span className="block text-xs text-ink-3">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function TeamChoice({
  teams,
  chosen,
  onToggle,
  error,
}: {
  teams: Team[]
  chosen: ReadonlySet<string>
  onToggle: (id: string) => void
  error: string | undefined
}) {
  return (
    <fieldset>
      <legend className="text-sm font-medium text-ink">Teams that it is for</legend>
      <div className="mt-1.5 grid max-h-48 gap-0.5 overflow-y-auto rounded-md border border-line p-1 sm:grid-cols-2">
        {teams.map((team) => (
          <label
            key={team.id}
            className="flex min-h-8 min-w-0 items-center gap-2 rounded px-2 text-sm text-ink hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={chosen.has(team.id)}
              onChange={() => onToggle(team.id)}
              className="size-4 shrink-0 accent-accent"
            />
            <span className="truncate">{team.name}</span>
          </label>
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1.5 text-xs font-medium text-danger">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
