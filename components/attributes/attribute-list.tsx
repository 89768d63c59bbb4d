'use client'

import { ListFilter, ListX, Waypoints } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { type FilterFacts, filterOf } from '@/lib/attributes/attribute-filter'
import { ATTRIBUTE_GROUPS, type AttributeGroup, type AttributeRow } from '@/lib/attributes/attribute-rows'

const GROUP_TITLES: Record<AttributeGroup, string> = {
  pipeline: 'Pipeline',
  version: 'Version control and deployment',
  error: 'Error',
  request: 'Request',
  runtime: 'Runtime',
  custom: 'Custom',
}

const SHOWN = 320

/** Attributes under headings by what they are about. */
export function GroupedAttributes({ rows, facts }: { rows: AttributeRow[]; facts?: FilterFacts }) {
  const groups = ATTRIBUTE_GROUPS.map((group) => ({ group, rows: rows.filter((row) => row.group === group) }))
  return (
    <div className="flex flex-col gap-4">
      {groups
        .filter((each) => each.rows.length > 0)
        .map((each) => (
          <section key={each.group}>
            <h4 className="mb-1 text-xs font-medium text-ink-3">{GROUP_TITLES[each.group]}</h4>
            <AttributeList rows={each.rows} {...(facts ? { facts } : {})} />
          </section>
        ))}
    </div>
  )
}

/** Attributes as name and value, each to be copied, nothing of them interpreted but web addresses. */
export function AttributeList({
  rows,
  dropped = 0,
  facts,
}: {
  rows: AttributeRow[]
  dropped?: number
  /** Set where a value leads to the lists that it can be looked for in. */
  facts?: FilterFacts
}) {
  return (
    <>
      <dl className="divide-y divide-line">
        {rows.map((row) => (
          <Attribute key={row.key} row={row} facts={facts ?? null} />
        ))}
      </dl>
      {dropped > 0 ? (
        <p className="pt-1 text-xs text-warning">
          {dropped} more {dropped === 1 ? 'was' : 'were'} dropped by the sender or for their number.
        </p>
      ) : null}
    </>
  )
}

function Attribute({ row, facts }: { row: AttributeRow; facts: FilterFacts | null }) {
  const [isWhole, setIsWhole] = useState(false)
  const isLong = row.text.length > SHOWN
  const shown = isLong && !isWhole ? `${row.text.slice(0, SHOWN)}…` : row.text
  return (
    <div
      className={`group/attribute grid items-start gap-2 py-1 ${facts === null ? 'grid-cols-[minmax(0,2fr)_minmax(0,3fr)_1.75rem]' : 'grid-cols-[minmax(0,2fr)_minmax(0,3fr)_5.5rem]'}`}
    >
      <dt className="py-0.5 text-xs wrap-anywhere text-ink-3" title={`${row.key} (${row.type})`}>
        {row.key}
      </dt>
      <dd className="min-w-0 py-0.5 font-mono text-xs wrap-anywhere whitespace-pre-wrap text-ink">
        {row.href ? (
          <a
            href={row.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent hover:underline"
          >
            {shown}
          </a>
        ) : row.text === '' ? (
          <span className="text-ink-3 italic">{row.type === 'empty' ? 'no value' : 'empty'}</span>
        ) : (
          shown
        )}
        {isLong ? (
          <button
            type="button"
            className="ml-1 font-sans text-accent hover:underline"
            onClick={() => setIsWhole(!isWhole)}
          >
            {isWhole ? 'less' : `all ${row.text.length} characters`}
          </button>
        ) : null}
      </dd>
      <dd className="-my-1 flex justify-end opacity-0 group-hover/attribute:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
        {facts === null ? null : <Filters row={row} facts={facts} />}
        <CopyButton value={row.text} label={row.key} />
      </dd>
    </div>
  )
}

/** Executions that share the value and those that do not, where the list knows it; else the traces that carry it. */
function Filters({ row, facts }: { row: AttributeRow; facts: FilterFacts }) {
  const { term, forHref, outHref, tracesHref } = filterOf(row, facts)
  if (forHref === null || outHref === null) {
    return (
      <FilterLink href={tracesHref} label={`Traces with ${row.key} of this value`}>
        <Waypoints aria-hidden />
      </FilterLink>
    )
  }
  return (
    <>
      <FilterLink href={forHref} label={`Filter for ${term}`}>
        <ListFilter aria-hidden />
      </FilterLink>
      <FilterLink href={outHref} label={`Filter out ${term}`}>
        <ListX aria-hidden />
      </FilterLink>
    </>
  )
}

function FilterLink(props: { href: string; label: string; children: ReactNode }) {
  return (
    <Link
      href={props.href}
      aria-label={props.label}
      title={props.label}
      className={buttonClass('ghost', 'sm', 'w-7 px-0')}
    >
      {props.children}
    </Link>
  )
}
