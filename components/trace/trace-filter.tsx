'use client'

import { Search } from 'lucide-react'
import { useFilterForm } from '@/components/filter/use-filter-form'
import { Button } from '@/components/ui/button'
import { RANGES } from '@/lib/query/window'

const USUAL = { q: '', attr: '', range: '24h', errors: '', min: '0', own: '' }
const FIELDS = ['q', 'attr'] as const

const DURATIONS = [
  [0, 'Any duration'],
  [1000, 'Over 1 s'],
  [10_000, 'Over 10 s'],
  [60_000, 'Over 1 m'],
  [600_000, 'Over 10 m'],
  [3_600_000, 'Over 1 h'],
] as const

/** Text, failure, duration and range of the traces to list; a pasted trace id opens the trace. */
export function TraceFilter() {
  const { isPending, chosen, change, submit, field } = useFilterForm(USUAL, FIELDS)
  const [name, attribute] = [field('q'), field('attr')]
  const [hasErrors, hasOwn] = [chosen.errors === 'true', chosen.own === 'true']
  return (
    <search>
      <form aria-busy={isPending} className="flex flex-wrap items-center gap-2" onSubmit={submit}>
        <span className="relative flex w-full max-w-md flex-1 items-center max-sm:max-w-none max-sm:basis-full">
          <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
          <input
            type="search"
            value={name.value}
            aria-label="Find traces"
            placeholder="Name or service of the root, or a trace id"
            onChange={(event) => {
              name.onValueChange(event.target.value)
              if (event.target.value === '') change({ q: '' })
            }}
            className="h-8 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-ink-3"
          />
        </span>
        <input
          type="search"
          value={attribute.value}
          aria-label="Attribute of a span, key=value"
          placeholder="Attribute: db.table=orders"
          onChange={(event) => {
            attribute.onValueChange(event.target.value)
            if (event.target.value === '') change({ attr: '' })
          }}
          className="h-8 w-56 rounded-md border border-control bg-surface px-2 text-sm text-ink placeholder:text-ink-3 max-sm:w-full"
        />
        {/* Two fields send nothing by Enter alone without it. */}
        <button type="submit" className="sr-only">
          Search
        </button>
        <Button
          variant={hasErrors ? 'primary' : 'secondary'}
          aria-pressed={hasErrors}
          onClick={() => change({ errors: hasErrors ? '' : 'true' })}
        >
          With errors
        </Button>
        <Button
          variant={hasOwn ? 'primary' : 'secondary'}
          aria-pressed={hasOwn}
          onClick={() => change({ own: hasOwn ? '' : 'true' })}
        >
          Runledger's own too
        </Button>
        <Choice
          label="Duration"
          value={chosen.min}
          options={DURATIONS.map(([ms, title]) => [String(ms), title])}
          onPick={(value) => change({ min: value })}
        />
        <Choice
          label="Range"
          value={chosen.range}
          options={rangeOptions(chosen.range)}
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
