'use client'

import { type KeyboardEvent, useMemo, useState } from 'react'
import { stateVar } from '@/components/execution/state-words'
import { Button } from '@/components/ui/button'
import { countOf } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { type FlameFrame, type FlameNode, flameOf, framesOf } from '@/lib/timeline/flame'
import type { SpanTree } from '@/lib/timeline/span-tree'
import { serviceTone } from './span-tone'

const ROW_HEIGHT = 24

/** Narrower boxes have no room for a name. */
const NAMED_PERCENT = 1.5

/** Where the time goes: spans with the same names above them are one box, as wide as the work in it. */
export function FlameView({
  tree,
  within,
  onTable,
}: {
  tree: SpanTree
  within: number | null
  onTable: () => void
}) {
  const nodes = useMemo(() => flameOf(tree, within), [tree, within])
  const [asked, setAsked] = useState(0)
  // A trace that has grown may have other nodes.
  const focus = nodes[asked] ? asked : 0
  const frames = useMemo(() => framesOf(nodes, focus), [nodes, focus])
  const rows = frames.reduce((most, frame) => Math.max(most, frame.row + 1), 1)
  const focused = nodes[focus]
  return (
    <figure aria-label="Flame: work by path of names" className="flex flex-col gap-2">
      <figcaption className="flex min-h-7 flex-wrap items-center gap-2 text-xs text-ink-3">
        <span className="min-w-0 flex-1">
          Width is work: the time of all spans with the same names above them. Work beside other work counts
          in full.
        </span>
        {focus > 0 ? (
          <Button size="sm" onClick={() => setAsked(0)}>
            Show all of it
          </Button>
        ) : null}
        <Button size="sm" variant="ghost" onClick={onTable}>
          View as table
        </Button>
      </figcaption>
      <div
        className="relative max-h-[max(22rem,calc(100dvh-17rem))] overflow-x-hidden overflow-y-auto rounded-lg border border-line bg-surface"
        onKeyDown={(event) => onFlameKey(event, nodes, focus, setAsked)}
        role="toolbar"
        aria-orientation="vertical"
        aria-label={`Boxes of the flame, ${focused ? describe(focused) : ''}`}
      >
        <div className="relative" style={{ height: rows * ROW_HEIGHT }}>
          {frames.map((frame) => (
            <Box
              key={frame.node.index}
              frame={frame}
              isFocus={frame.node.index === focus}
              onFocus={() => setAsked(frame.node.index)}
            />
          ))}
        </div>
      </div>
      <p role="status" className="text-xs text-ink-2">
        {focused ? describe(focused) : null}
      </p>
    </figure>
  )
}

function Box({
  frame: { node, row, left, width },
  isFocus,
  onFocus,
}: {
  frame: FlameFrame
  isFocus: boolean
  onFocus: () => void
}) {
  const tone =
    node.failed > 0 ? stateVar('failed') : node.service < 0 ? 'var(--ink-3)' : serviceTone(node.service)
  return (
    <button
      type="button"
      tabIndex={isFocus ? 0 : -1}
      aria-pressed={isFocus}
      title={describe(node)}
      onClick={onFocus}
      className="absolute overflow-hidden border-r border-b border-surface text-left text-2xs leading-6 whitespace-nowrap text-ink hover:brightness-95 focus-visible:z-10 focus-visible:-outline-offset-2 aria-pressed:font-semibold"
      style={{
        top: row * ROW_HEIGHT,
        height: ROW_HEIGHT,
        left: `${left}%`,
        width: `${width}%`,
        // A box that is narrower than its padding would lie over the next one.
        paddingInline: width > NAMED_PERCENT ? 6 : 0,
        // Mixed into the surface, the words on it keep their contrast in either theme.
        background: `color-mix(in oklab, ${tone} 28%, var(--surface))`,
      }}
    >
      {width > NAMED_PERCENT ? node.name || '(no name)' : <span className="sr-only">{node.name}</span>}
      {width > 12 && node.count > 0 ? (
        <span className="ml-2 text-ink-2 tabular-nums">{formatDuration(node.value / 1e6)}</span>
      ) : null}
    </button>
  )
}

function describe(node: FlameNode): string {
  const parts = [
    node.name || '(no name)',
    node.count > 0 ? countOf(node.count, 'span') : null,
    `${formatDuration(node.value / 1e6)} of work`,
    node.count > 0 ? `${formatDuration(node.self / 1e6)} of its own` : null,
    node.failed > 0 ? `${node.failed} failed` : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** Up to what it is in, down to the widest in it, left and right beside it. */
function onFlameKey(
  event: KeyboardEvent,
  nodes: readonly FlameNode[],
  focus: number,
  go: (node: number) => void,
): void {
  const node = nodes[focus]
  if (!node || event.ctrlKey || event.metaKey || event.altKey) return
  const siblings = node.parent === null ? [focus] : (nodes[node.parent]?.children ?? [])
  const at = siblings.indexOf(focus)
  const places: Record<string, number | null | undefined> = {
    ArrowUp: node.parent,
    ArrowDown: node.children[0],
    ArrowLeft: siblings[at - 1],
    ArrowRight: siblings[at + 1],
    Home: 0,
    Escape: 0,
  }
  const to = places[event.key]
  if (to === null || to === undefined) return
  event.preventDefault()
  go(to)
  const box = event.currentTarget
  // The box that is looked at has the focus; it exists after the next frame.
  requestAnimationFrame(() => box.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus())
}
