'use client'

import { Choice, type Named } from '@/components/filter/choice'
import { FilterForm } from '@/components/filter/filter-form'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { auditOutcomeWord, auditSourceName, targetKindName } from '@/lib/format/audit-words'
import { AUDIT_RANGES } from '@/lib/input/audit-address'
import { AUDIT_OUTCOMES, AUDIT_SOURCES } from '@/lib/model/audit-entry'

const RANGE_WORDS = {
  '24h': 'Last day',
  '7d': 'Last week',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'Any time',
  between: 'Between…',
}
const USUAL = {
  ...{ q: '', actor: '', action: '', target: '', team: '', outcome: '', source: '', ip: '' },
  ...{ range: 'all', from: '', to: '' },
}
const FIELDS = ['q', 'ip'] as const

/** What the newest entries can be narrowed to. */
export type AuditChoices = { actions: Named[]; actors: Named[]; kinds: Named[]; teams: Named[] }

/** Words, who, what, on what, whose, how it ended, how it came in, from where and when; all of it is in the address. */
export function AuditFilterBar({ choices }: { choices: AuditChoices }) {
  const { isPending, chosen, isUsual, change, submit, clear, field } = useFilterForm(USUAL, FIELDS)
  const [kind = '', ...rest] = chosen.target.split(':')
  return (
    <FilterForm
      isPending={isPending}
      onSubmit={submit}
      more={
        isUsual ? null : (
          <Button type="button" variant="ghost" className="h-9" onClick={clear}>
            Clear
          </Button>
        )
      }
    >
      <Input
        {...field('q')}
        aria-label="Words"
        placeholder="Names, actions, ids"
        autoComplete="off"
        className="min-w-0 flex-1 basis-52"
      />
      <Choice
        label="Actor"
        all="Anybody"
        value={chosen.actor}
        of={choices.actors}
        onChange={(actor) => change({ actor })}
      />
      <Choice
        label="Action"
        all="Any action"
        value={chosen.action}
        of={choices.actions}
        onChange={(action) => change({ action })}
      />
      <Choice
        label="Thing"
        all="Any thing"
        value={chosen.target}
        of={
          rest.length === 0
            ? choices.kinds
            : [
                { id: chosen.target, name: `${targetKindName(kind)} ${rest.join(':').slice(0, 8)}` },
                ...choices.kinds,
              ]
        }
        onChange={(target) => change({ target })}
      />
      <Choice
        label="Team"
        all="All teams"
        value={chosen.team}
        of={choices.teams}
        onChange={(team) => change({ team })}
      />
      <Choice
        label="Outcome"
        all="Any outcome"
        value={chosen.outcome}
        of={AUDIT_OUTCOMES.map((id) => ({ id, name: auditOutcomeWord(id) }))}
        onChange={(outcome) => change({ outcome })}
      />
      <Choice
        label="Came in by"
        all="Any way in"
        value={chosen.source}
        of={AUDIT_SOURCES.map((id) => ({ id, name: auditSourceName(id) }))}
        onChange={(source) => change({ source })}
      />
      <Input
        {...field('ip')}
        aria-label="IP address"
        placeholder="IP address"
        autoComplete="off"
        className="min-w-0 flex-1 basis-32 sm:max-w-40"
      />
      <Choice
        label="When"
        all={null}
        value={chosen.range}
        of={AUDIT_RANGES.map((id) => ({ id, name: RANGE_WORDS[id] }))}
        onChange={(range) => change({ range })}
      />
      {chosen.range === 'between' ? <Days from={chosen.from} to={chosen.to} onChange={change} /> : null}
    </FilterForm>
  )
}

function Days({
  from,
  to,
  onChange,
}: {
  from: string
  to: string
  onChange: (next: { from: string } | { to: string }) => void
}) {
  return (
    <>
      <Input
        type="date"
        aria-label="From day, in UTC"
        value={from}
        onValueChange={(day) => onChange({ from: day })}
        className="min-w-0 flex-1 basis-36 sm:max-w-44"
      />
      <Input
        type="date"
        aria-label="To day, in UTC"
        value={to}
        onValueChange={(day) => onChange({ to: day })}
        className="min-w-0 flex-1 basis-36 sm:max-w-44"
      />
    </>
  )
}
