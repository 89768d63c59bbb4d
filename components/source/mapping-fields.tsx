'use client'

import { Plus } from 'lucide-react'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input } from '@/components/ui/field'
import { MAPPING_GROUPS, type MappingDraft } from '@/lib/format/mapping-draft'
import type { MappingPreview } from '@/lib/model/event-mapping'

type Props = {
  draft: MappingDraft
  onChange: (draft: MappingDraft) => void
  preview: MappingPreview | null
  /** Paths to choose from, of the payload and of an item of its list of tasks. */
  places: readonly { path: string; value: string | null }[]
  mayWrite: boolean
}

const NEEDED = new Set(['execution.flow', 'execution.id'])

/** A path for each field, with what it finds in the sample beneath it. */
export function MappingFields({ draft, onChange, preview, places, mayWrite }: Props) {
  const listId = useId()
  const set = (field: string, text: string) =>
    onChange({ ...draft, fields: { ...draft.fields, [field]: text } })
  return (
    <fieldset disabled={!mayWrite} className="flex min-w-0 flex-col gap-6">
      <datalist id={listId}>
        {places.map(({ path, value }) => (
          <option key={path} value={path}>
            {value ?? 'holds others'}
          </option>
        ))}
      </datalist>
      {MAPPING_GROUPS.map(({ title, about, fields }) => (
        <Card key={title} aria-label={title}>
          <CardHeader title={title} description={about} />
          <CardBody className="grid gap-4 sm:grid-cols-2">
            {fields.map(({ field, label, hint }) => (
              <Field
                key={field}
                label={label}
                optional={!NEEDED.has(field)}
                error={problemOf(preview, field)}
                hint={<Found preview={preview} field={field} text={draft.fields[field] ?? ''} hint={hint} />}
              >
                <Input
                  list={field.startsWith('tasks.') && field !== 'tasks.items' ? undefined : listId}
                  value={draft.fields[field] ?? ''}
                  onChange={(event) => set(field, event.target.value)}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono"
                />
              </Field>
            ))}
          </CardBody>
        </Card>
      ))}
      <Labels draft={draft} onChange={onChange} listId={listId} />
    </fieldset>
  )
}

/** A place is of the field itself or of a part of it. */
const problemOf = (preview: MappingPreview | null, field: string): string | undefined =>
  preview?.problems.find(({ place }) => place === field || place.startsWith(`${field}.`))?.message

function Found({
  preview,
  field,
  text,
  hint,
}: {
  preview: MappingPreview | null
  field: string
  text: string
  hint: string | undefined
}) {
  const said = preview?.fields.find((each) => each.field === field)
  if (text.trim() === '' || said === undefined) return hint ?? null
  if (said.found === null) return <span className="text-warning">Nothing is there in the sample.</span>
  return <span className="wrap-anywhere">In the sample: {said.found}</span>
}

function Labels({ draft, onChange, listId }: Pick<Props, 'draft' | 'onChange'> & { listId: string }) {
  const { labels } = draft
  const set = (at: number, change: Partial<(typeof labels)[number]>) =>
    onChange({
      ...draft,
      labels: labels.map((each, index) => (index === at ? { ...each, ...change } : each)),
    })
  return (
    <Card>
      <CardHeader
        title="Labels"
        description="Anything else by which executions are found."
        actions={
          <Button
            size="sm"
            onClick={() => onChange({ ...draft, labels: [...labels, { name: '', path: '' }] })}
          >
            <Plus aria-hidden />
            Add a label
          </Button>
        }
      />
      {labels.length === 0 ? null : (
        <CardBody className="flex flex-col gap-3">
          {labels.map(({ name, path }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a label has no other name while it is typed
            <div key={index} className="grid gap-3 sm:grid-cols-2">
              <Field label="Name">
                <Input
                  value={name}
                  onChange={(event) => set(index, { name: event.target.value })}
                  autoComplete="off"
                />
              </Field>
              <Field label="Path" hint="Left empty, the label goes.">
                <Input
                  list={listId}
                  value={path}
                  onChange={(event) => set(index, { path: event.target.value })}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono"
                />
              </Field>
            </div>
          ))}
        </CardBody>
      )}
    </Card>
  )
}
