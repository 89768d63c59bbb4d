'use client'

import { Choice, type Named } from '@/components/filter/choice'
import { FilterForm } from '@/components/filter/filter-form'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Input } from '@/components/ui/field'
import { protocolName, verdictWords } from '@/lib/format/event-words'
import { EVENT_RANGES } from '@/lib/input/event-address'
import { EVENT_PROTOCOLS, EVENT_VERDICTS } from '@/lib/model/event'

const RANGE_WORDS = { '1h': 'Last hour', '24h': 'Last day', '7d': 'Last week', all: 'Any time' }

const USUAL = { verdict: '', protocol: '', type: '', range: 'all', source: '' }
const FIELDS = ['type'] as const

/** Verdict, type, protocol, time and source of the events to list; whatever is chosen is in the address. */
export function EventFilterBar({
  types,
  sources,
}: {
  /** Known types, offered while one is typed. */
  types: string[]
  /** Null where the page is of one source. */
  sources: Named[] | null
}) {
  const { isPending, chosen, change, submit, field } = useFilterForm(USUAL, FIELDS)
  return (
    <FilterForm isPending={isPending} onSubmit={submit}>
      <Input
        {...field('type')}
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
        all="Any verdict"
        value={chosen.verdict}
        of={EVENT_VERDICTS.map((id) => ({ id, name: verdictWords(id).title }))}
        onChange={(verdict) => change({ verdict })}
      />
      <Choice
        label="Came by"
        all="Any protocol"
        value={chosen.protocol}
        of={EVENT_PROTOCOLS.map((id) => ({ id, name: protocolName(id) }))}
        onChange={(protocol) => change({ protocol })}
      />
      <Choice
        label="Received"
        all={null}
        value={chosen.range}
        of={EVENT_RANGES.map((id) => ({ id, name: RANGE_WORDS[id] }))}
        onChange={(range) => change({ range })}
      />
      {sources === null ? null : (
        <Choice
          label="Source"
          all="All sources"
          value={chosen.source}
          of={sources}
          onChange={(source) => change({ source })}
        />
      )}
    </FilterForm>
  )
}
