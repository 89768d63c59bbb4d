'use client'

import { Search } from 'lucide-react'
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { RANGES } from '@/lib/query/window'

const parameters = {
  q: parseAsString.withDefault(''),
  attr: parseAsString.withDefault(''),
  range: parseAsString.withDefault('24h'),
  errors: parseAsBoolean.withDefault(false),
  min: parseAsInteger.withDefault(0),
  own: parseAsBoolean.withDefault(false),
  after: parseAsString.withDefault(''),
}

const DURATIONS = [
  [0, 'Any duration'],
  [1000, 'Over 1 s'],
  [10_000, 'Over 10 s'],
  [60_000, 'Over 1 m'],
  [600_000, 'Over 10 m'],
  [3_600_000, 'Over 1 h'],
] as const

type Props = {
  address: { q: string; attr: string; range: string; errors: boolean; min: number; own: boolean }
}

/** Text, failure, duration and range of the traces to list; a pasted trace id opens the trace. */
export function TraceFilter({ address }: Props) {
  const [isPending, startTransition] = useTransition()
  const [, setQuery] = useQueryStates(parameters, { shallow: false, startTransition })
  const [text, setText] = useState(address.q)
  const [attribute, setAttribute] = useState(address.attr)
  const change = (next: Partial<Props['address']>) => void setQuery({ ...next, after: null })
  return (
    <search>
      <form
        aria-busy={isPending}
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          change({ q: text.trim(), attr: attribute.trim() })
        }}
      >
        <span className="relative flex w-full max-w-md flex-1 items-center max-sm:max-w-none max-sm:basis-full">
          <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
          <input
            type="search"
            value={text}
            aria-label="Find traces"
            placeholder="Name or service of the root, or a trace id"
            onChange={(event) => {
              setText(event.target.value)
              if (event.target.value === '') change({ q: '' })
            }}
            className="h-8 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-ink-3"
          />
        </span>
        <input
          type="search"
          value={attribute}
          aria-label="Attribute of a span, key=value"
          placeholder="Attribute: db.table=orders"
          onChange={(event) => {
            setAttribute(event.target.value)
            if (event.target.value === '') change({ attr: '' })
          }}
          className="h-8 w-56 rounded-md border border-control bg-surface px-2 text-sm text-ink placeholder:text-ink-3 max-sm:w-full"
        />
        {/* Two fields send nothing by Enter alone without it. */}
        <button type="submit" className="sr-only">
          Search
        </button>
        <Button
          variant={address.errors ? 'primary' : 'secondary'}
          aria-pressed={address.errors}
          onClick={() => change({ errors: !address.errors })}
        >
          With errors
        </Button>
        <Button
          variant={address.own ? 'primary' : 'secondary'}
          aria-pressed={address.own}
          onClick={() => change({ own: !address.own })}
        >
          Runledger's own too
        </Button>
        <Choice
          label="Duration"
          value={String(address.min)}
          options={DURATIONS.map(([ms, title]) => [String(ms), title])}
          onPick={(value) => change({ min: Number(value) })}
        />
        <Choice
          label="Range"
          value={address.range}
          options={rangeOptions(address.range)}
          onPick={(range) => change({ range })}
        />
      </form>
    </search>
  )
}

/** A stretch that was chosen elsewhere has no name, but it must not be shown as another one. */
function rangeOptions(range: string): [string, string][] {
  const named = RANGES.map((name): [string, string] => [name, name === 'all' ? 'All time' : `Last ${name}`])
  return RANGES.some((name) => name === range) ? named : [[range, 'Chosen stretch'], ...named]
}

function Choice(props: {
  label: string
  value: string
  options: (readonly [string, string])[]
  onPick: (value: string) => void
}) {
  return (
    <select
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onPick(event.target.value)}
      className="h-8 rounded-md border border-control bg-surface px-2 text-sm text-ink"
    >
      {props.options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  )
}
