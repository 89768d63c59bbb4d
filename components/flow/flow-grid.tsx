'use client'

import { type KeyboardEvent, type SyntheticEvent, startTransition, useEffect, useRef, useState } from 'react'
import { useZone } from '@/components/ui/clock'
import { useFollowedLinks } from '@/components/ui/use-followed-links'
import type { VersionLine } from '@/lib/flow/version-lines'
import type { GridColumn, GridRow } from '@/lib/model/flow-page'
import { FlowGridHead } from './flow-grid-head'
import { GRID_BODY, GRID_SHEET, GRID_TABLE, GridRowCells } from './flow-grid-row'
import { FlowGridTip, type GridTip } from './flow-grid-tip'
import { VersionHandles } from './version-handles'

type Props = {
  columns: GridColumn[]
  rows: GridRow[]
  usual: { p50Ms: number | null; p95Ms: number | null }
  /** Where the version changed between columns. */
  versions: VersionLine[]
}

/** Rows of the first sight; those below come when the page is alive, so that nobody waits for what is not to be seen. */
const FIRST_ROWS = 20

/** Where the focus would go: a row, -1 for the heads, and a column. */
type Place = { row: number; column: number }

/**
 * Executions × tasks. One cell is in the tab order, the arrows go from it; hovering and focus say what a shape stands for,
 * a press opens it.
 */
export function FlowGrid({ columns, rows, usual, versions }: Props) {
  const follow = useFollowedLinks()
  const { zone } = useZone()
  const table = useRef<HTMLTableElement>(null)
  const scrolled = useRef<HTMLDivElement>(null)
  const [tip, setTip] = useState<GridTip | null>(null)

  const [isWhole, setWhole] = useState(rows.length <= FIRST_ROWS)
  useEffect(() => startTransition(() => setWhole(true)), [])

  // The document: where not all columns fit, the newest are what one comes for.
  useEffect(() => {
    const box = scrolled.current
    if (box && columns.length > 0) box.scrollLeft = box.scrollWidth
  }, [columns])

  const show = (event: SyntheticEvent) => {
    const link = linkOf(event.target)
    const place = link && placeOf(link)
    setTip(link && place ? tipOf(link, place, columns, rows) : null)
  }
  const press = (event: KeyboardEvent) => {
    const link = linkOf(event.target)
    const from = link && placeOf(link)
    if (event.key === 'Escape') setTip(null)
    if (!from) return
    const to = nextPlace(from, event.key, { rows: rows.length, columns: columns.length }, (place) =>
      isCell(rows, place),
    )
    if (!to) return
    event.preventDefault()
    const target = table.current && linkAt(table.current, to)
    if (!link || !target) return
    link.tabIndex = -1
    target.tabIndex = 0
    target.focus()
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  return (
    <div className="relative">
      <div
        ref={scrolled}
        className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card"
      >
        <div className={GRID_SHEET}>
          <table
            ref={table}
            aria-label="Tasks by execution, newest execution last"
            className={GRID_TABLE}
            onPointerOver={show}
            onPointerLeave={() => setTip(null)}
            onFocus={show}
            onBlur={() => setTip(null)}
            onKeyDown={press}
            onClick={follow}
          >
            <FlowGridHead columns={columns} usual={usual} zone={zone} tabStop={columns.length - 1} />
            <tbody className={GRID_BODY}>
              {(isWhole ? rows : rows.slice(0, FIRST_ROWS)).map((row) => (
                <GridRowCells key={row.name} row={row} columns={columns} />
              ))}
            </tbody>
          </table>
          <VersionHandles
            lines={versions.map((line) => ({
              left: `calc(var(--grid-name) + ${line.index} * var(--grid-column))`,
              line,
            }))}
          />
        </div>
      </div>
      {tip ? <FlowGridTip tip={tip} zone={zone} /> : null}
    </div>
  )
}

const linkOf = (target: EventTarget): HTMLAnchorElement | null =>
  target instanceof Element ? target.closest('a') : null

// The table itself says where a link is: its first row holds the heads, its first column the names.
function placeOf(link: HTMLElement): Place | null {
  const cell = link.closest<HTMLTableCellElement>('td, th')
  const line = link.closest('tr')
  return cell && line && { row: line.rowIndex - 1, column: cell.cellIndex - 1 }
}

const linkAt = (table: HTMLTableElement, { row, column }: Place): HTMLAnchorElement | null =>
  table.rows[row + 1]?.cells[column + 1]?.querySelector('a') ?? null

const isCell = (rows: GridRow[], { row, column }: Place): boolean =>
  row === -1 || Boolean(rows[row]?.cells[column])

/** The next place in the direction of the key that has something in it. */
function nextPlace(
  from: Place,
  key: string,
  size: { rows: number; columns: number },
  isThere: (place: Place) => boolean,
): Place | null {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key]
  const edge = { Home: [0, -1], End: [0, 1], PageUp: [-1, 0], PageDown: [1, 0] }[key]
  const [down = 0, right = 0] = step ?? edge ?? []
  if (down === 0 && right === 0) return null
  let found: Place | null = null
  let at = { row: from.row + down, column: from.column + right }
  while (at.row >= -1 && at.row < size.rows && at.column >= 0 && at.column < size.columns) {
    if (isThere(at)) found = at
    if (found && step) return found
    at = { row: at.row + down, column: at.column + right }
  }
  return found
}

function tipOf(
  link: HTMLElement,
  { row, column }: Place,
  columns: GridColumn[],
  rows: GridRow[],
): GridTip | null {
  const execution = columns[column]
  const task = row === -1 ? null : rows[row]
  const cell = task?.cells[column] ?? null
  if (!execution || (row !== -1 && !cell)) return null
  const { left, bottom, width } = link.getBoundingClientRect()
  return { x: left + width / 2, y: bottom, execution, name: task?.name ?? null, cell }
}
