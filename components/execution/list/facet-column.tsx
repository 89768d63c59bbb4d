'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { useListState } from '@/components/filter/use-list-state'
import { formatCount } from '@/lib/format/count'
import { STATES, type State } from '@/lib/model/state'
import { chosenValues, withOnlyValue, withPart, withValueToggled } from '@/lib/query/edit'
import { type ListState, listAddress } from '@/lib/query/list-address'
import { printTerm } from '@/lib/query/print'
import { StateIcon } from '../state-icon'
import { STATE_WORD } from '../state-words'

export type FacetGroup = {
  key: string
  title: string
  values: { value: string; count: number; isCapped: boolean }[]
}

/**
 * The values that occur, with counts over the window. A press adds or drops one; only and not are beside it. What is chosen is
 * what was asked for last, so that two presses in a row are two values.
 */
export function FacetColumn({ groups }: { groups: FacetGroup[] }) {
  const [list] = useListState()
  return (
    <div data-asked className="grid grid-cols-1 gap-5 max-xl:sm:grid-cols-3">
      {groups.map((group) => (
        <FacetValues key={group.key} group={group} list={list} />
      ))}
    </div>
  )
}

function FacetValues({ group, list }: { group: FacetGroup; list: ListState }) {
  const chosen = chosenValues(list.q, group.key)
  const gone = chosen.filter((value) => !group.values.some((each) => each.value === value))
  const values = [...group.values, ...gone.map((value) => ({ value, count: 0, isCapped: false }))]
  if (values.length === 0) return null
  return (
    <section aria-label={group.title}>
      <h3 className="mb-1 px-2 text-xs font-medium text-ink-3">{group.title}</h3>
      <ul>
        {values.map(({ value, count, isCapped }) => (
          <li key={value} className="group relative">
            <Link
              href={address(list, withValueToggled(list.q, group.key, value))}
              scroll={false}
              prefetch={false}
              aria-current={chosen.includes(value) ? 'true' : undefined}
              className={clsx(
                'flex h-7 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover',
                chosen.includes(value) ? 'bg-selected font-medium text-ink' : 'text-ink-2',
              )}
            >
              {isState(group.key, value) ? <StateIcon state={value} className="size-3" /> : null}
              <span className="min-w-0 flex-1 truncate" title={value}>
                {isState(group.key, value) ? STATE_WORD[value] : value}
              </span>
              <span className="text-xs text-ink-3 tabular-nums group-focus-within:opacity-0 group-hover:opacity-0">
                {formatCount(count)}
                {isCapped ? '+' : ''}
              </span>
            </Link>
            <span className="absolute inset-y-0 right-1 flex items-center gap-0.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
              <Small
                href={address(list, withOnlyValue(list.q, group.key, value))}
                label={`Only ${value}`}
                text="only"
              />
              <Small
                href={address(list, notValue(list.q, group.key, value))}
                label={`Not ${value}`}
                text="not"
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Small({ href, label, text }: { href: string; label: string; text: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-label={label}
      className="flex h-6 items-center rounded bg-surface px-1.5 text-2xs font-medium text-ink-2 hover:bg-line hover:text-ink"
    >
      {text}
    </Link>
  )
}

const address = (list: ListState, q: string): string => listAddress({ ...list, q, before: '' })

const notValue = (q: string, key: string, value: string): string =>
  withPart(q, `!${printTerm({ key, values: [value] })}`)

const isState = (key: string, value: string): value is State =>
  key === 'state' && STATES.some((state) => state === value)
