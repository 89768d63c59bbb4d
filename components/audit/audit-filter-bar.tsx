'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { auditOutcomeWord, auditSourceName, targetKindName } from '@/lib/format/audit-words'
import { AUDIT_RANGES, type AuditAddress, isNarrowed } from '@/lib/input/audit-address'
import { AUDIT_OUTCOMES, AUDIT_SOURCES } from '@/lib/model/audit-entry'

const RANGE_WORDS = {
  '24h': 'Last day',
  '7d': 'Last week',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'Any time',
  between: 'Between…',
}
const text = parseAsString.withDefault('')
const parameters = {
  ...{ q: text, actor: text, action: text, target: text, team: text, outcome: text, source: text, ip: text },
  range: parseAsString.withDefault('all'),
  ...{ from: text, to: text, after: text },
}

type Choices = { id: string; name: string }[]

/** What the newest entries can be narrowed to. */
export type AuditChoices = { actions: Choices; actors: Choices; kinds: Choices; teams: Choices }

/** Words, who, what, on what, whose, how it ended, how it came in, from where and when; all of it is in the address. */
export function AuditFilterBar({ address, choices }: { address: AuditAddress; choices: AuditChoices }) {
  const [isPending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(parameters, { shallow: false, history: 'push', startTransition })
  const [q, setQ] = useState(address.q)
  const [ip, setIp] = useState(address.ip)
  const change = (next: Partial<AuditAddress>) => void setQuery({ ...next, after: null })
  const clear = () => void setQuery(Object.fromEntries(Object.keys(parameters).map((word) => [word, null])))
  const [kind = '', ...rest] = address.target.split(':')
  return (
    <search>
      <form
        aria-busy={isPending}
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          change({ q: q.trim(), ip: ip.trim() })
        }}
      >
        <Input
          name="q"
          value={q}
          onValueChange={setQ}
          aria-label="Words"
          placeholder="Names, actions, ids"
          autoComplete="off"
          className="min-w-0 flex-1 basis-52"
        />
        <Choice
          label="Actor"
          all="Anybody"
          value={address.actor}
          of={choices.actors}
          onChange={(actor) => change({ actor })}
        />
        <Choice
          label="Action"
          all="Any action"
          value={address.action}
          of={choices.actions}
          onChange={(action) => change({ action })}
        />
        <Choice
          label="Thing"
          all="Any thing"
          value={address.target}
          of={
            rest.length === 0
              ? choices.kinds
              : [
                  { id: address.target, name: `${targetKindName(kind)} ${rest.join(':').slice(0, 8)}` },
                  ...choices.kinds,
                ]
          }
          onChange={(target) => change({ target })}
        />
        <Choice
          label="Team"
          all="All teams"
          value={address.team}
          of={choices.teams}
          onChange={(team) => change({ team })}
        />
        <Choice
          label="Outcome"
          all="Any outcome"
          value={address.outcome}
          of={AUDIT_OUTCOMES.map((id) => ({ id, name: auditOutcomeWord(id) }))}
          onChange={(outcome) => change({ outcome })}
        />
        <Choice
          label="Came in by"
          all="Any way in"
          value={address.source}
          of={AUDIT_SOURCES.map((id) => ({ id, name: auditSourceName(id) }))}
          onChange={(source) => change({ source })}
        />
        <Input
          name="ip"
          value={ip}
          onValueChange={setIp}
          aria-label="IP address"
          placeholder="IP address"
          autoComplete="off"
          className="min-w-0 flex-1 basis-32 sm:max-w-40"
        />
        <Choice
          label="When"
          all={null}
          value={address.range}
          of={AUDIT_RANGES.map((id) => ({ id, name: RANGE_WORDS[id] }))}
          onChange={(range) => change({ range: AUDIT_RANGES.find((each) => each === range) ?? 'all' })}
        />
        {address.range === 'between' ? <Days address={address} onChange={change} /> : null}
        <Button type="submit" className="h-9">
          Find
        </Button>
        {isNarrowed(address) ? (
          <Button type="button" variant="ghost" className="h-9" onClick={clear}>
            Clear
          </Button>
        ) : null}
      </form>
    </search>
  )
}

function Days({
  address,
  onChange,
}: {
  address: AuditAddress
  onChange: (next: Partial<AuditAddress>) => void
}) {
  return (
    <>
      <Input
        type="date"
        aria-label="From day, in UTC"
        value={address.from}
        onValueChange={(from) => onChange({ from })}
        className="min-w-0 flex-1 basis-36 sm:max-w-44"
      />
      <Input
        type="date"
        aria-label="To day, in UTC"
        value={address.to}
        onValueChange={(to) => onChange({ to })}
        className="min-w-0 flex-1 basis-36 sm:max-w-44"
      />
    </>
  )
}

function Choice({
  label,
  all,
  value,
  of,
  onChange,
}: {
  label: string
  /** The word for no choice; null where there always is one. */
  all: string | null
  value: string
  of: Choices
  onChange: (value: string) => void
}) {
  // What an old address asks for is not always among what there is now.
  const known = value === '' || of.some(({ id }) => id === value)
  return (
    <span className="flex-1 basis-36 sm:max-w-44">
      <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {all === null ? null : <option value="">{all}</option>}
        {known ? null : <option value={value}>{value}</option>}
        {of.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  )
}
