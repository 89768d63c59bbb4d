'use client'

import Link from 'next/link'
import { type MouseEvent, memo } from 'react'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { errorWords, versionWords } from '@/lib/format/execution-words'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { type ListColumn, USUAL_COLUMNS } from '@/lib/query/list-columns'
import { StateBadge } from '../state-badge'
import { ListCell } from './list-cell'
import { TABLE_COLUMNS } from './list-table-columns'

const CELL = 'h-(--row) overflow-hidden px-2 last:pr-4'
const LOOKS: Partial<Record<ListColumn, string>> = {
  version: 'font-mono text-xs',
  commit: 'font-mono text-xs',
  branch: 'text-xs',
  id: 'font-mono text-xs',
}

/** What a row does; stable from render to render, so that a row is drawn anew only when it changes. */
export type RowActions = {
  onFocus: (id: string) => void
  onPeek: (id: string) => void
  onPick: (id: string, isRange: boolean) => void
}

type Props = {
  row: ListedExecution
  /** Null: the usual ones, which go by the room there is. */
  columns: readonly ListColumn[] | null
  isCompact: boolean
  isTabStop: boolean
  isPeeked: boolean
  isPicked: boolean
  actions: RowActions
}

/** One execution. The whole row is its link; the flow's name is what the link is called. */
export const ExecutionTableRow = memo(function ExecutionTableRow(props: Props) {
  const { row, columns, isCompact, isPeeked, isPicked, actions } = props
  const isUsual = columns === null
  const shown = columns ?? USUAL_COLUMNS
  return (
    <tr
      aria-selected={isPicked}
      className={`group relative border-t border-line has-[a:focus-visible]:bg-selected has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-accent ${isPeeked || isPicked ? 'bg-selected' : 'hover:bg-hover'}`}
    >
      <td className="relative z-1 h-(--row) w-9 p-0">
        <label className="flex h-full min-h-6 cursor-pointer items-center justify-center pl-1.5">
          <input
            type="checkbox"
            checked={isPicked}
            tabIndex={-1}
            aria-label={`Select ${row.flow}`}
            onChange={() => undefined}
            onClick={(event) => actions.onPick(row.id, event.shiftKey)}
            className="size-3.5 accent-accent opacity-40 group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100"
          />
        </label>
      </td>
      <td className={CELL}>
        <span className={isUsual ? '@max-xl:hidden' : ''}>
          <StateBadge state={row.state} word={row.nativeState} />
        </span>
        {isUsual ? (
          <span className="@xl:hidden">
            <StateBadge state={row.state} word={row.nativeState} look="icon" />
          </span>
        ) : null}
      </td>
      <td className={CELL}>
        <FlowCell {...props} isUsual={isUsual} />
      </td>
      {shown.map((column) => {
        const { usual, isRight } = TABLE_COLUMNS[column]
        const hidden = isUsual ? (/@max-\w+:hidden/.exec(usual)?.[0] ?? '') : ''
        return (
          <td
            key={column}
            title={column === 'version' ? (versionWords(row).full ?? undefined) : undefined}
            className={`${CELL} ${column === 'error' ? '' : 'truncate'} text-ink-2 tabular-nums ${isRight ? 'text-right' : ''} ${LOOKS[column] ?? ''} ${hidden}`}
          >
            <ListCell
              column={column}
              row={row}
              isCompact={isCompact}
              hasActorColumn={shown.includes('actor')}
            />
          </td>
        )
      })}
    </tr>
  )
})

function FlowCell({ row, isCompact, isTabStop, actions, isUsual }: Props & { isUsual: boolean }) {
  const place = [row.namespace, row.source].filter((part) => part !== '').join(' · ')
  const problem = row.failedTask ?? errorWords(row)
  return (
    <div className={isCompact ? 'flex items-baseline gap-2' : 'py-1.5'}>
      <div className="flex min-w-0 items-baseline gap-2">
        <Link
          href={`/executions/${row.id}`}
          tabIndex={isTabStop ? 0 : -1}
          onFocus={() => actions.onFocus(row.id)}
          onClick={(event) => {
            if (!wantsPeek(event)) return
            event.preventDefault()
            actions.onPeek(row.id)
          }}
          prefetch={false}
          className="truncate font-medium text-ink outline-none after:absolute after:inset-0"
        >
          {row.flow}
        </Link>
        {row.title && row.title !== row.flow ? (
          <span className="truncate text-xs text-ink-3">{row.title}</span>
        ) : null}
      </div>
      <div
        className={`flex min-w-0 items-center gap-1.5 text-xs text-ink-3 ${isCompact ? '@max-2xl:hidden' : ''}`}
      >
        <span className="truncate">{place}</span>
        <Badge tone="outline" className="h-4.5 px-1 text-2xs">
          {row.environment}
        </Badge>
        <SampleBadge isSample={row.isSample} />
        {isUsual ? (
          <span className="shrink-0 @xl:hidden">
            <Time iso={row.occurredAt} />
          </span>
        ) : null}
      </div>
      {isUsual && problem ? <p className="truncate text-xs text-failed @3xl:hidden">{problem}</p> : null}
    </div>
  )
}

/**
 * A plain press of the mouse looks at it beside the list. Enter (a click without presses), a new tab, and a screen with no
 * room beside the list go to its page.
 */
export const wantsPeek = (event: MouseEvent): boolean =>
  event.detail > 0 &&
  event.button === 0 &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
  window.matchMedia('(min-width: 48rem)').matches
