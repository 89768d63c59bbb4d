'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState, useTransition } from 'react'
import { STATE_WORD } from '@/components/execution/state-words'
import { useKey } from '@/components/frame/shortcuts'
import { type CatalogueState, catalogueAddress, FIGURE_DAYS } from '@/lib/flow/flow-address'
import { STATES } from '@/lib/model/state'
import { chosenValues, withOnlyValue, withoutKey } from '@/lib/query/edit'

type Values = { teams: string[]; sources: string[]; environments: string[] }

/** Words of the name, and the filter language as far as it speaks of flows; the choices beside it write it. */
export function FlowFilter({ list, values }: { list: CatalogueState; values: Values }) {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const [text, setText] = useState(list.q)
  const [shown, setShown] = useState(list.q)
  const input = useRef<HTMLInputElement>(null)
  useKey('/', () => input.current?.focus())
  // The address changed by other means than this box, as by going back.
  if (shown !== list.q) {
    setShown(list.q)
    setText(list.q)
  }
  const change = (next: Partial<CatalogueState>) =>
    startTransition(() => router.push(catalogueAddress({ ...list, page: 1, ...next }), { scroll: false }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change({ q: text.trim() })
  }
  const pick = (key: string, value: string) =>
    change({ q: value === '' ? withoutKey(list.q, key).trim() : withOnlyValue(list.q, key, value) })
  return (
    <search>
      <form aria-busy={isPending} className="flex flex-wrap items-center gap-2" onSubmit={submit}>
        <span className="relative flex min-w-48 flex-1 items-center max-sm:basis-full">
          <Search aria-hidden className="pointer-events-none absolute left-2.5 size-4 text-ink-3" />
          <input
            ref={input}
            type="search"
            value={text}
            aria-label="Filter flows"
            placeholder="Name or namespace, or team:growth state:failed"
            onChange={(event) => {
              setText(event.target.value)
              if (event.target.value === '') change({ q: '' })
            }}
            className="h-8 w-full rounded-md border border-control bg-surface pr-2 pl-8 text-sm text-ink placeholder:text-ink-3"
          />
        </span>
        <Choice label="Team" name="team" values={values.teams} q={list.q} onPick={pick} />
        <Choice label="Source" name="source" values={values.sources} q={list.q} onPick={pick} />
        <Choice
          label="Environment"
          name="environment"
          values={values.environments}
          q={list.q}
          onPick={pick}
        />
        <Choice
          label="Newest state"
          name="state"
          values={STATES}
          q={list.q}
          onPick={pick}
          words={STATE_WORD}
        />
        <select
          aria-label="Figures of"
          value={list.days}
          onChange={(event) =>
            change({ days: FIGURE_DAYS.find((days) => days === event.target.value) ?? '7' })
          }
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
