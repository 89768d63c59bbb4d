'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { protocolName, verdictWords } from '@/lib/format/event-words'
import { EVENT_RANGES, type EventAddress } from '@/lib/input/event-address'
import { EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'

const RANGE_WORDS = { '1h': 'Last hour', '24h': 'Last day', '7d': 'Last week', all: 'Any time' }

const parameters = {
  verdict: parseAsString.withDefault(''),
  protocol: parseAsString.withDefault(''),
  type: parseAsString.withDefault(''),
  range: parseAsString.withDefault('all'),
  source: parseAsString.withDefault(''),
  after: parseAsString.withDefault(''),
}

/** Verdict, type, protocol, time and source of the events to list; whatever is chosen is in the address. */
export function EventFilterBar({
  address,
  types,
  sources,
}: {
  address: EventAddress
  /** Known types, offered while one is typed. */
  types: string[]
  /** Null where the page is of one source. */
  sources: { id: string; name: string }[] | null
}) {
  const [isPending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(parameters, { shallow: false, history: 'push', startTransition })
  const [type, setType] = useState(address.type)
  const change = (next: Partial<EventAddress>) => void setQuery({ ...next, after: null })
  return (
    <search>
      <form
        aria-busy={isPending}
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          change({ type: type.trim() })
        }}
      >
        <Input
          name="type"
          value={type}
          onValueChange={setType}
          list="event-types"
          aria-label="Type"
          placeholder="Type, or its beginning up to a dot"
          autoComplete="off"
          className="min-w-0 flex-1 basis-56"
        />
        <datalist id="event-types">
          {types.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <Choice
          label="Verdict"
          value={address.verdict}
          all="Any verdict"
          choices={EVENT_VERDICTS.map((each) => [each, verdictWords(each).title])}
          onChange={(verdict) => change({ verdict })}
        />
        <Choice
          label="Came by"
          value={address.protocol}
          all="Any protocol"
          choices={EVENT_PROTOCOLS.map((each) => [each, protocolName(each)])}
          onChange={(protocol) => change({ protocol })}
        />
        <Choice
          label="Received"
          value={address.range}
          all={null}
          choices={EVENT_RANGES.map((each) => [each, RANGE_WORDS[each]])}
          onChange={(range) => change({ range: EVENT_RANGES.find((each) => each === range) ?? 'all' })}
        />
        {sources === null ? null : (
          <Choice
            label="Source"
            value={address.source}
            all="All sources"
            choices={sources.map(({ id, name }) => [id, name])}
            onChange={(source) => change({ source })}
          />
        )}
        <Button type="submit" className="h-9">
          Find
        </Button>
      </form>
    </search>
  )
}

function Choice({
  label,
  value,
  all,
  choices,
  onChange,
}: {
  label: string
  value: string
  /** The word for no choice; null where there always is one. */
  all: string | null
  choices: (readonly [string, string])[]
  onChange: (value: string) => void
}) {
  return (
    <span className="flex-1 basis-36 sm:max-w-44">
      <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {all === null ? null : <option value="">{all}</option>}
        {choices.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
    </span>
  )
}
