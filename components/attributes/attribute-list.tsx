'use client'

import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
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
export function GroupedAttributes({ rows }: { rows: AttributeRow[] }) {
  const groups = ATTRIBUTE_GROUPS.map((group) => ({ group, rows: rows.filter((row) => row.group === group) }))
  return (
    <div className="flex flex-col gap-4">
      {groups
        .filter((each) => each.rows.length > 0)
        .map((each) => (
          <section key={each.group}>
            <h4 className="mb-1 text-xs font-medium text-ink-3">{GROUP_TITLES[each.group]}</h4>
            <AttributeList rows={each.rows} />
          </section>
        ))}
    </div>
  )
}

/** Attributes as name and value, each to be copied, nothing of them interpreted but web addresses. */
export function AttributeList({ rows, dropped = 0 }: { rows: AttributeRow[]; dropped?: number }) {
  return (
    <>
      <dl className="divide-y divide-line">
        {rows.map((row) => (
          <Attribute key={row.key} row={row} />
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

function Attribute({ row }: { row: AttributeRow }) {
  const [isWhole, setIsWhole] = useState(false)
  const isLong = row.text.length > SHOWN
  const shown = isLong && !isWhole ? `${row.text.slice(0, SHOWN)}…` : row.text
  return (
    <div className="group/attribute grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_1.75rem] items-start gap-2 py-1">
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
      <dd className="-my-1 opacity-0 group-hover/attribute:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
        <CopyButton value={row.text} label={row.key} />
      </dd>
    </div>
  )
}
