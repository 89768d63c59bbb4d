'use client'

import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import type { DriftAddress } from '@/lib/input/drift-address'

const text = parseAsString.withDefault('')
const parameters = {
  ...{ q: text, team: text, source: text, flow: text },
  page: parseAsInteger.withDefault(1),
}

type Named = { id: string; name: string }

/** Words, team and source of the flows to list; whatever is chosen is in the address. */
export function DriftFilterBar({
  address,
  teams,
  sources,
}: {
  address: DriftAddress
  teams: Named[]
  sources: Named[]
}) {
  const [isPending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(parameters, { shallow: false, history: 'push', startTransition })
  const [q, setQ] = useState(address.q)
  const change = (next: Partial<Pick<DriftAddress, 'q' | 'team' | 'source' | 'flow'>>) =>
    void setQuery({ ...next, page: null })
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
          placeholder="Words in the flow’s name"
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
        <Button type="submit" className="h-9">
          Find
        </Button>
        {address.flow === '' ? null : (
          <Button type="button" className="h-9" onClick={() => change({ flow: '' })}>
            All flows
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
  all: string
  value: string
  of: Named[]
  onChange: (value: string) => void
}) {
  return (
    <span className="flex-1 basis-36 sm:max-w-44">
      <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {of.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  )
}
