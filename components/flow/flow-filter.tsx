'use client'

import { Search } from 'lucide-react'
import { useRef } from 'react'
import { STATE_WORD } from '@/components/execution/state-words'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { useKey } from '@/components/frame/shortcuts'
import { DEFAULT_CATALOGUE, FIGURE_DAYS } from '@/lib/flow/flow-address'
import { STATES } from '@/lib/model/state'
import { chosenValues, withOnlyValue, withoutKey } from '@/lib/query/edit'

type Values = { teams: string[]; sources: string[]; environments: string[] }

const USUAL = { q: DEFAULT_CATALOGUE.q, days: DEFAULT_CATALOGUE.days }
const FIELDS = ['q'] as const

/** Words of the name, and the filter language as far as it speaks of flows; the choices beside it write it. */
export function FlowFilter({ values }: { values: Values }) {
  const { isPending, chosen, change, submit, field } = useFilterForm<'q' | 'days', 'q'>(USUAL, FIELDS)
  const words = field('q')
  const input = useRef<HTMLInputElement>(null)
  useKey('/', () => input.current?.focus())
  const pick = (key: string, value: string) => {
    const written = words.value.trim()
    change({ q: value === '' ? withoutKey(written, key).trim() : withOnlyValue(written, key, value) })
  }
  return (
    <search>
      <form aria-busy={isPending} className="flex flex-wrap items-center gap-2" onSubmit={submit}>
        <span className="relative flex min-w-48 flex-1 items-center max-sm:basis-full">
          <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
          <input
            ref={input}
            type="search"
            value={words.value}
            aria-label="Filter flows"
            placeholder="Name or namespace, or team:growth state:failed"
            onChange={(event) => {
              words.onValueChange(event.target.value)
              if (event.target.value === '') change({ q: '' })
            }}
            className="h-8 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-ink-3"
          />
        </span>
        <Choice label="Team" name="team" values={values.teams} q={chosen.q} onPick={pick} />
        <Choice label="Source" name="source" values={values.sources} q={chosen.q} onPick={pick} />
        <Choice
          label="Environment"
          name="environment"
          values={values.environments}
          q={chosen.q}
          onPick={pick}
        />
        <Choice
          label="Newest state"
          name="state"
          values={STATES}
          q={chosen.q}
          onPick={pick}
          words={STATE_WORD}
        />
        <select
          aria-label="Figures of"
          value={chosen.days}
          onChange={(event) => change({ days: event.target.value })}
          className={SELECT}
        >
          {FIGURE_DAYS.map((days) => (
            <option key={days} value={days}>
              Figures of {days} days
            </option>
          ))}
        </select>
      </form>
    </search>
  )
}

const SELECT = 'h-8 max-w-44 rounded-md border border-control bg-surface px-2 text-sm text-ink'

function Choice(props: {
  label: string
  name: string
  values: readonly string[]
  q: string
  onPick: (key: string, value: string) => void
  words?: Record<string, string>
}) {
  const chosen = chosenValues(props.q, props.name)
  const [only] = chosen
  const isOther = chosen.length > 1 || (only !== undefined && !props.values.includes(only))
  return (
    <select
      aria-label={props.label}
      value={isOther ? '*' : (only ?? '')}
      onChange={(event) => props.onPick(props.name, event.target.value)}
      className={SELECT}
    >
      <option value="">{props.label}: any</option>
      {isOther ? (
        <option value="*" disabled>
          {chosen.join(', ')}
        </option>
      ) : null}
      {props.values.map((value) => (
        <option key={value} value={value}>
          {props.words?.[value] ?? value}
        </option>
      ))}
    </select>
  )
}
