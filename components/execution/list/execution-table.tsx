'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useListState } from '@/components/filter/use-list-state'
import { useKey } from '@/components/frame/shortcuts'
import { countOf } from '@/lib/format/count'
import type { ListedExecution } from '@/lib/model/listed-execution'
import { columnsFrom } from '@/lib/query/list-columns'
import { ExecutionTableHead } from './execution-table-head'
import { ExecutionTableRow } from './execution-table-row'
import { FIXED_PX, TABLE_COLUMNS } from './list-table-columns'
import { NewRows } from './new-rows'
import { usePeek } from './peek/use-peek'
import { usePicked } from './use-picked'
import { useRowChanges } from './use-row-changes'

/** Fetched with the first row that is picked. */
const PickedBar = dynamic(() => import('./picked-bar').then((module) => module.PickedBar), { ssr: false })

/** The rows of one page. `j` and `k` move, Enter opens, `p` peeks, `x` picks; what still runs is kept current in its place. */
export function ExecutionTable({
  rows: given,
  question,
  newest,
  skipped,
}: {
  rows: ListedExecution[]
  question: { q: string; range: string }
  /** Place of the newest row of the first page; null on later pages, where nothing new can come. */
  newest: string | null
  /** Rows of earlier pages, for counting. */
  skipped: boolean
}) {
  const [state] = useListState({ shallow: true })
  const { rows, newCount } = useRowChanges(given, question, newest)
  const ids = useMemo(() => given.map((row) => row.id), [given])
  const { picked, pick, set } = usePicked(ids)
  const { peeked, peek, active, body, setActive, press } = useRowKeys(ids, pick)
  const actions = useMemo(() => ({ onFocus: setActive, onPeek: peek, onPick: pick }), [setActive, peek, pick])
  const columns = useMemo(() => columnsFrom(state.columns), [state.columns])
  const isCompact = state.density === 'compact'
  const chosen = rows.filter((row) => picked.includes(row.id))
  const minWidth = columns?.reduce((sum, column) => sum + TABLE_COLUMNS[column].px, FIXED_PX)

  return (
    <div className="@container relative">
      <NewRows count={newCount} isLaterPage={skipped} />
      {/* A box that scrolls sideways holds the head too: only the usual columns can keep it in sight. */}
      <div
        className={`relative rounded-lg border border-line bg-surface shadow-card ${columns ? 'overflow-x-auto' : 'overflow-clip'}`}
      >
        <table
          data-density={state.density}
          className="w-full table-fixed border-collapse text-left text-sm"
          style={minWidth === undefined ? undefined : { minWidth }}
        >
          <caption className="sr-only">
            {state.sort === 'slowest' ? 'Executions, slowest first' : 'Executions, newest first'}
          </caption>
          <ExecutionTableHead
            columns={columns}
            picked={picked.length}
            of={ids.length}
            onPickAll={() => set(picked.length === ids.length ? [] : ids)}
          />
          <tbody ref={body} onKeyDown={press}>
            {rows.map((row) => (
              <ExecutionTableRow
                key={row.id}
                row={row}
                columns={columns}
                isCompact={isCompact}
                isTabStop={row.id === (active ?? ids[0])}
                isPeeked={row.id === peeked}
                isPicked={picked.includes(row.id)}
                actions={actions}
              />
            ))}
          </tbody>
        </table>
      </div>
      {/* Here before there is anything to say: what comes along with its words is not read out. */}
      <p role="status" className="sr-only">
        {chosen.length > 0 ? `${countOf(chosen.length, 'execution')} selected` : ''}
      </p>
      {chosen.length > 0 ? <PickedBar rows={chosen} onClear={() => set([])} /> : null}
    </div>
  )
}

/** What the keyboard does to the rows: one is active, the panel goes along when it is open. */
function useRowKeys(ids: readonly string[], pick: (id: string, isRange: boolean) => void) {
  const router = useRouter()
  const { peeked, peek, close } = usePeek()
  const [chosen, setActive] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const active = chosen !== null && ids.includes(chosen) ? chosen : null
  const isInside = () => body.current?.contains(document.activeElement) ?? false

  const focusRow = useCallback(
    (index: number) => {
      const to = Math.max(0, Math.min(ids.length - 1, index))
      const id = ids[to]
      if (id === undefined) return
      setActive(id)
      body.current?.rows[to]?.querySelector('a')?.focus()
      if (peeked !== null && peeked !== id) peek(id)
    },
    [ids, peeked, peek],
  )
  const move = (by: number) => {
    const shown = peeked === null ? -1 : ids.indexOf(peeked)
    const at = shown >= 0 ? shown : ids.indexOf(active ?? '')
    focusRow(at >= 0 && (shown >= 0 || isInside()) ? at + by : Math.max(0, at))
  }
  const onActive = (act: (id: string) => void) => {
    const id = peeked ?? active
    if (id !== null && ids.includes(id)) act(id)
  }
  useKey('j', () => move(1))
  useKey('k', () => move(-1))
  useKey('p', () => (peeked === null ? onActive(peek) : close()))
  useKey('o', () => (peeked === null ? onActive((id) => router.push(`/executions/${id}`)) : undefined))
  useKey('x', () => onActive((id) => pick(id, false)))
  useKey('X', () => onActive((id) => pick(id, true)))
  const press = (event: KeyboardEvent) => {
    const at = ids.indexOf(active ?? '')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const edge = { Home: 0, End: ids.length - 1 }[event.key]
    if (step === undefined && edge === undefined) return
    event.preventDefault()
    focusRow(edge ?? at + (step ?? 0))
  }
  return { peeked, peek, active, body, setActive, press }
}
