'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { Minimap } from './minimap'
import { GridLines, TimeAxis } from './time-axis'
import { TreeDivider } from './tree-divider'
import type { Waterfall } from './use-waterfall'
import { onTreeKey, usePageKeys } from './use-waterfall-keys'
import { WaterfallRow } from './waterfall-row'
import { WaterfallToolbar } from './waterfall-toolbar'

/** As `h-7` of a row. */
const ROW_HEIGHT = 28
const TICKS = 5
const FIRST_HEIGHT = 600

/** The trace as a tree beside its times. Only the rows in view exist, so its length costs nothing. */
export function WaterfallView({ waterfall }: { waterfall: Waterfall }) {
  const findRef = useRef<HTMLInputElement>(null)
  const scrollRef = useRef<HTMLDivElement>(null)
  const [treeShare, setTreeShare] = useState(40)
  const { rows, cursor, window } = waterfall
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The server knows no window: it sends what fits most, so that there are rows before a line of code has run.
    initialRect: { width: 0, height: FIRST_HEIGHT },
  })
  usePageKeys(waterfall, findRef)

  // The scroll position belongs to the browser: it follows the cursor, wherever a key or a jump has put it.
  useEffect(() => {
    if (cursor >= 0) virtualizer.scrollToIndex(cursor, { align: 'auto' })
  }, [cursor, virtualizer])

  // A jump may lead to rows below the window: the tree comes into view, a click on what is seen moves nothing.
  const { scrollRequest } = waterfall
  useEffect(() => {
    if (scrollRequest > 0) scrollRef.current?.scrollIntoView({ block: 'nearest' })
  }, [scrollRequest])

  return (
    <div className="flex min-w-0 flex-col gap-2" style={{ '--tree': `${treeShare}%` } as CSSProperties}>
      <WaterfallToolbar waterfall={waterfall} findRef={findRef} />
      <Minimap tree={waterfall.tree} whole={waterfall.whole} window={window} onZoom={waterfall.setZoom} />
      <div className="relative overflow-hidden rounded-lg border border-line bg-surface">
        <div className="grid h-8 grid-cols-[var(--tree)_minmax(0,1fr)] border-b border-line bg-sunken text-xs text-ink-3">
          <span className="self-center border-r border-line px-3 font-medium">Step</span>
          <TimeAxis window={window} wanted={TICKS} />
        </div>
        <TreeDivider share={treeShare} onShare={setTreeShare} />
        {rows.length === 0 ? (
          <div className="p-4">
            <EmptyState kind="no-match" title="No failed steps" level={3}>
              Nothing in this trace failed. Switch off “Errors only” to see all of it.
            </EmptyState>
          </div>
        ) : null}
        <div
          ref={scrollRef}
          role="tree"
          tabIndex={0}
          aria-label="Steps of the trace"
          aria-activedescendant={cursor >= 0 ? `row-${cursor}` : undefined}
          onKeyDown={(event) => onTreeKey(waterfall, event)}
          onFocus={(event) => {
            if (cursor < 0 && event.target === event.currentTarget) virtualizer.scrollToIndex(0)
          }}
          className="relative scroll-mt-36 scroll-mb-4 max-h-[max(22rem,calc(100dvh-19rem))] overflow-x-hidden overflow-y-auto bg-surface focus-visible:-outline-offset-2"
        >
          <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
            <GridLines window={window} wanted={TICKS} />
            {virtualizer.getVirtualItems().map((item) => {
              const row = rows[item.index]
              if (!row) return null
              return (
                <WaterfallRow
                  key={row.key}
                  waterfall={waterfall}
                  row={row}
                  index={item.index}
                  startPx={item.start}
                  isCurrent={item.index === cursor}
                />
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}
