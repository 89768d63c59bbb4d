'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import { CHANGE_RANGES, type ChangeAddress } from '@/lib/input/change-address'
import { CHANGE_CLASSES, CHANGE_WAYS } from '@/lib/model/change'

const RANGE_WORDS = { '24h': 'Last day', '7d': 'Last week', '30d': 'Last 30 days', all: 'Any time' }
const text = parseAsString.withDefault('')
const parameters = {
  ...{ q: text, team: text, source: text, class: text, way: text, person: text, flow: text, after: text },
  range: parseAsString.withDefault('7d'),
}

type Named = { id: string; name: string }

/** Words, team, source, class, way and time of the changes to list; whatever is chosen is in the address. */
export function ChangeFilterBar({
  address,
  teams,
  sources,
}: {
  address: ChangeAddress
  teams: Named[]
  sources: Named[]
}) {
  const [isPending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(parameters, { shallow: false, history: 'push', startTransition })
  const [q, setQ] = useState(address.q)
  const change = (next: Partial<ChangeAddress>) => void setQuery({ ...next, after: null })
  return (
    <search>
      <form
        aria-busy={isPending}
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          change({ q: q.trim() })
        }}
      >
        <Input
          name="q"
          value={q}
          onValueChange={setQ}
          aria-label="Words"
          placeholder="Words in what, why or the flow’s name"
          autoComplete="off"
          className="min-w-0 flex-1 basis-56"
        />
        <Choice
          label="Team"
          all="All teams"
          value={address.team}
          of={teams}
          onChange={(team) => change({ team })}
        />
        <Choice
          label="Source"
          all="All sources"
          value={address.source}
          of={sources}
          onChange={(source) => change({ source })}
        />
        <Choice
          label="Class"
          all="Any class"
          value={address.class}
          of={CHANGE_CLASSES.map((id) => ({ id, name: CLASS_WORDS[id] }))}
          onChange={(chosen) => change({ class: chosen })}
        />
        <Choice
          label="How"
          all="Any way"
          value={address.way}
          of={CHANGE_WAYS.map((id) => ({ id, name: WAY_WORDS[id] }))}
          onChange={(way) => change({ way })}
        />
        <Choice
          label="When"
          all={null}
          value={address.range}
          of={CHANGE_RANGES.map((id) => ({ id, name: RANGE_WORDS[id] }))}
          onChange={(range) => change({ range: CHANGE_RANGES.find((each) => each === range) ?? '7d' })}
        />
        <Button type="submit" className="h-9">
          Find
        </Button>
        {address.person === '' && address.flow === '' ? null : (
          <Button type="button" className="h-9" onClick={() => change({ person: '', flow: '' })}>
            {address.person === '' ? 'All flows' : 'Everybody'}
          </Button>
        )}
      </form>
    </search>
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
  of: Named[]
  onChange: (value: string) => void
}) {
  return (
    <span className="flex-1 basis-36 sm:max-w-44">
      <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {all === null ? null : <option value="">{all}</option>}
        {of.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  )
}
