'use client'

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { NewRepositoryRule, RulesPreview } from '@/lib/model/repository'
import { RulesOutcome } from './rules-outcome'
import { useRulesPreview } from './use-rules-preview'

/** A source that rules may be for, with what its tool usually has. */
export type RuleSource = { id: string; name: string; suggested: Omit<NewRepositoryRule, 'sourceId'>[] }
type Format = { id: string; name: string }
type Draft = NewRepositoryRule & { key: number }

/** The rules of a repository in their order, and beside them at once what they come to. */
export function RulesEditor({
  repositoryId,
  rules,
  sources,
  formats,
  saveAction,
  previewAction,
}: {
  repositoryId: string
  rules: NewRepositoryRule[]
  sources: RuleSource[]
  formats: Format[]
  saveAction: FormAction<void>
  previewAction: FormAction<RulesPreview | null>
}) {
  const next = useRef(rules.length)
  const [drafts, setDrafts] = useState<Draft[]>(() => rules.map((rule, key) => ({ ...rule, key })))
  const [problem, setProblem] = useState<string | null>(null)
  const [isSaving, startSaving] = useTransition()
  const preview = useRulesPreview(repositoryId, drafts, previewAction)
  const change = (key: number, part: Partial<NewRepositoryRule>) =>
    setDrafts((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)))
  const add = (made: NewRepositoryRule[]) =>
    setDrafts((all) => [...all, ...made.map((rule) => ({ ...rule, key: next.current++ }))])
  const save = () =>
    startSaving(async () => {
      const state = await saveAction({ status: 'idle' }, formOf(repositoryId, drafts))
      setProblem(state.status === 'refused' ? (Object.values(state.fields)[0] ?? state.message) : null)
      if (state.status === 'done') toast.success('Rules saved. The history is being read by them.')
    })
  return (
    <Card>
      <CardHeader
        title="Which files define which flows"
        description="The first rule that fits a file counts. What is left empty, the file itself says."
      />
      <CardBody className="flex flex-col gap-5">
        {drafts.length === 0 ? (
          <p className="text-sm text-ink-2">No rule yet: no file defines a flow.</p>
        ) : null}
        <ol className="flex flex-col gap-4">
          {drafts.map((rule, index) => (
            <li key={rule.key} className="rounded-md border border-line p-3">
              <RuleRow
                rule={rule}
                place={index + 1}
                isLast={index === drafts.length - 1}
                sources={sources}
                formats={formats}
                onChange={(part) => change(rule.key, part)}
                onMove={(by) => setDrafts((all) => moved(all, index, by))}
                onRemove={() => setDrafts((all) => all.filter(({ key }) => key !== rule.key))}
              />
            </li>
          ))}
        </ol>
        <AddRule sources={sources} onAdd={add} />
        {problem === null ? null : (
          <p role="alert" className="text-sm font-medium text-danger">
            {problem}
          </p>
        )}
        <div className="flex justify-end">
          <Button variant="primary" onClick={save} disabled={isSaving}>
            {isSaving ? 'Saving…' : 'Save rules'}
          </Button>
        </div>
        <RulesOutcome preview={preview} sources={sources} />
      </CardBody>
    </Card>
  )
}

/** What the server actions of rules take. */
export function formOf(repositoryId: string, drafts: readonly NewRepositoryRule[]): FormData {
  const form = new FormData()
  form.set('repositoryId', repositoryId)
  const rules = drafts.map(({ pattern, format, sourceId, namespace, flow }) => ({
    ...{ pattern, format, sourceId, namespace, flow },
  }))
  form.set('rules', JSON.stringify(rules))
  return form
}

function moved<Item>(all: readonly Item[], from: number, by: number): Item[] {
  const order = [...all]
  order.splice(from + by, 0, ...order.splice(from, 1))
  return order
}

function AddRule({ sources, onAdd }: { sources: RuleSource[]; onAdd: (rules: NewRepositoryRule[]) => void }) {
  const [sourceId, setSourceId] = useState(sources[0]?.id ?? '')
  const source = sources.find(({ id }) => id === sourceId)
  if (source === undefined)
    return <p className="text-sm text-ink-2">There is no source yet whose flows a file could define.</p>
  const plain = { pattern: '**/{flow}.{yml,yaml}', format: 'yaml', namespace: '', flow: '' }
  const suggested = source.suggested.length === 0 ? [plain] : source.suggested
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-48">
        <Field label="Flows of">
          <Select value={sourceId} onChange={(event) => setSourceId(event.target.value)}>
            {sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Button onClick={() => onAdd(suggested.map((rule) => ({ ...rule, sourceId })))}>
        <Plus aria-hidden />
        Add {suggested.length === 1 ? 'a rule' : `${suggested.length} rules`} as usual
      </Button>
    </div>
  )
}

function RuleRow({
  rule,
  place,
  isLast,
  sources,
  formats,
  onChange,
  onMove,
  onRemove,
}: {
  rule: NewRepositoryRule
  place: number
  isLast: boolean
  sources: RuleSource[]
  formats: Format[]
  onChange: (part: Partial<NewRepositoryRule>) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}) {
  const isGone = sources.every(({ id }) => id !== rule.sourceId)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Rule {place}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Field label="Files" hint="*, **, {yml,yaml}, {flow}">
          <Input
            value={rule.pattern}
            onChange={(event) => onChange({ pattern: event.target.value })}
            className="font-mono"
            spellCheck={false}
          />
        </Field>
        <Field label="Read as">
          <Select value={rule.format} onChange={(event) => onChange({ format: event.target.value })}>
            {formats.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Source">
          <Select value={rule.sourceId} onChange={(event) => onChange({ sourceId: event.target.value })}>
            {isGone ? <option value={rule.sourceId}>one that you may not see</option> : null}
            {sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Namespace" optional>
          <Input
            value={rule.namespace}
            onChange={(event) => onChange({ namespace: event.target.value })}
            placeholder="as the file says"
            className="font-mono"
            spellCheck={false}
          />
        </Field>
        <Field label="Flow" optional>
          <Input
            value={rule.flow}
            onChange={(event) => onChange({ flow: event.target.value })}
            placeholder="as the file says"
            className="font-mono"
            spellCheck={false}
          />
        </Field>
        <div className="flex items-end justify-end gap-1 self-end">
          <Button
            size="sm"
            aria-label={`Move rule ${place} up`}
            disabled={place === 1}
            onClick={() => onMove(-1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="sm"
            aria-label={`Move rule ${place} down`}
            disabled={isLast}
            onClick={() => onMove(1)}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button size="sm" aria-label={`Remove rule ${place}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        </div>
      </div>
    </fieldset>
  )
}
