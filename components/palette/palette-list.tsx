'use client'

import clsx from 'clsx'
import { Cable, CornerDownLeft, FileText, UserRound, Waypoints, Workflow } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { StateIcon } from '@/components/execution/state-icon'
import { STATE_WORD } from '@/components/execution/state-words'
import type { PaletteEntry, PaletteGroup } from './palette-entry'

const ICONS = {
  page: FileText,
  execution: FileText,
  trace: Waypoints,
  flow: Workflow,
  source: Cable,
  person: UserRound,
} as const

/** The lines by kind. The focus stays in the field above; pressing does not take it away. */
export function PaletteList({
  id,
  groups,
  active,
  onOpen,
  onPoint,
}: {
  id: string
  groups: PaletteGroup[]
  active: number
  onOpen: (entry: PaletteEntry) => void
  onPoint: (index: number) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  // The document: what is chosen by key must be seen.
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  const starts = groups.map((_, n) => groups.slice(0, n).reduce((sum, each) => sum + each.entries.length, 0))
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Found"
      className={clsx('min-h-0 overflow-y-auto p-1.5', groups.length === 0 && 'hidden')}
    >
      {groups.map(({ title, entries }, n) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div key={title} role="group" aria-label={title} className="mb-1 last:mb-0">
          <p aria-hidden className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
            {title}
          </p>
          {entries.map((entry, i) => {
            const index = (starts[n] ?? 0) + i
            return (
              <Line
                key={entry.key}
                id={`${id}-${index}`}
                entry={entry}
                isActive={index === active}
                onOpen={() => onOpen(entry)}
                onPoint={() => onPoint(index)}
              />
            )
          })}
        </div>
      ))}
    </div>
  )
}

function Line({
  id,
  entry,
  isActive,
  onOpen,
  onPoint,
}: {
  id: string
  entry: PaletteEntry
  isActive: boolean
  onOpen: () => void
  onPoint: () => void
}) {
  const { title, says, kind, state } = entry
  const Icon = ICONS[kind]
  return (
    <button
      type="button"
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={onPoint}
      onClick={onOpen}
      className={clsx(
        'flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm text-ink',
        isActive && 'bg-line/60',
      )}
    >
      {state ? (
        <>
          <StateIcon state={state} className="size-4" />
          <span className="sr-only">{STATE_WORD[state]}</span>
        </>
      ) : (
        <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      )}
      <span className="max-w-[60%] min-w-0 shrink-0 truncate font-medium">{title}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{says}</span>
      {isActive ? <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-ink-3" /> : null}
    </button>
  )
}
