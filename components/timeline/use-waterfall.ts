'use client'

import { useMemo, useState } from 'react'
import { criticalPath } from '@/lib/timeline/critical-path'
import { matchesOf, nextOf, readingOrder } from '@/lib/timeline/find'
import { carriedOver, failuresOf, initiallyOpened } from '@/lib/timeline/initial-view'
import { type Opened, openTo, type Row, type RowFilter, rowsOf } from '@/lib/timeline/rows'
import { buildTree, extentOf, reachingTo, type SpanTree } from '@/lib/timeline/span-tree'
import type { TimeWindow } from '@/lib/timeline/time-scale'
import { countSpans, indexOfSpan, spanIdAt, type TraceSpans } from '@/lib/timeline/trace-spans'
import type { UsualSteps } from '@/lib/timeline/usual-end'

export type WaterfallOptions = {
  spans: TraceSpans
  /** True while only the top of the trace is here. */
  isPartial: boolean
  /** The span that stands for the execution of the page, when only its part of the trace is to be shown. */
  withinSpanId: string | null
  selectedSpanId: string | null
  /** Now, in milliseconds, while the trace goes on: open spans reach up to it. */
  nowMs: number | null
  /** How long its steps usually take; null where the trace is not looked at as one execution. */
  usual: UsualSteps | null
  onSelect: (spanId: string | null) => void
}

export type Waterfall = ReturnType<typeof useWaterfall>

/** All that the reader has a hand on: what is open, found, selected and zoomed into. */
export function useWaterfall(options: WaterfallOptions) {
  const { spans, isPartial, withinSpanId, selectedSpanId, nowMs, onSelect } = options
  const built = useMemo(() => buildTree(spans), [spans])
  const tree = useMemo(() => (nowMs === null ? built : reachingTo(built, nowMs)), [built, nowMs])
  const within = useSpan(spans, withinSpanId)
  const selected = useSpan(spans, selectedSpanId)

  const [opened, setOpened] = useOpened(built, within, selected)
  const [errorsOnly, setErrorsOnly] = useState(false)
  const [showCritical, setShowCritical] = useState(false)
  const [showUsual, setShowUsual] = useState(true)
  const [find, setFind] = useState('')
  const [scrollRequest, setScrollRequest] = useState(selected === null ? 0 : 1)
  const [zoom, setZoom] = useState<TimeWindow | null>(null)
  // Only a folded row needs this: a span that the cursor is at is the selected one.
  const [foldAt, setFoldAt] = useState<string | null>(null)

  const filter: RowFilter = useMemo(() => ({ errorsOnly, within }), [errorsOnly, within])
  const rows = useMemo(() => rowsOf(built, opened, filter), [built, opened, filter])
  const matches = useMemo(() => matchesOf(built, find), [built, find])
  const matchSet = useMemo(() => (matches === null ? null : new Set(matches)), [matches])
  const failures = useMemo(() => failuresOf(built), [built])
  const critical = useMemo(() => {
    const top = within ?? longestTop(tree)
    return showCritical && top !== null ? criticalPath(tree, top) : null
  }, [tree, within, showCritical])

  const whole = useMemo(() => extentOf(tree, within), [tree, within])
  const cursor = rows.findIndex((row) =>
    foldAt === null ? row.kind === 'span' && row.span === selected : row.key === foldAt,
  )

  const select = (row: Row) => {
    setFoldAt(row.kind === 'span' ? null : row.key)
    if (row.kind === 'span') onSelect(spanIdAt(spans, row.span))
  }
  const reveal = (span: number) => {
    setOpened(widened(tree, opened, span))
    setFoldAt(null)
    setScrollRequest(scrollRequest + 1)
    onSelect(spanIdAt(spans, span))
  }
  const toggle = (row: Row) => setOpened(toggled(opened, row))
  const jump = (among: readonly number[], step: 1 | -1) => {
    const at = rows[cursor]
    const next = nextOf(among, readingOrder(built), at?.kind === 'span' ? at.span : selected, step)
    if (next !== null) reveal(next)
  }
  return {
    tree,
    isPartial,
    within,
    rows,
    cursor,
    selected,
    window: zoom ?? whole,
    whole,
    setZoom,
    isZoomed: zoom !== null,
    failures,
    matches,
    matchSet,
    scrollRequest,
    critical,
    find,
    setFind,
    errorsOnly,
    setErrorsOnly,
    showCritical,
    setShowCritical,
    usual: options.usual,
    showUsual,
    setShowUsual,
    select,
    deselect: () => onSelect(null),
    reveal,
    toggle,
    nextError: (step: 1 | -1) => jump(failures, step),
    nextMatch: (step: 1 | -1) => jump(matches ?? [], step),
    openAll: () => setOpened(allOf(tree)),
    closeAll: () => setOpened({ spans: new Set(), folds: new Set() }),
  }
}

const useSpan = (spans: TraceSpans, spanId: string | null): number | null =>
  useMemo(() => (spanId === null ? null : indexOfSpan(spans, spanId)), [spans, spanId])

type OpenState = { tree: SpanTree; within: number | null; selected: number | null; opened: Opened }

/** What is open: kept by span when a running trace grows under the reader, widened when a span is selected from elsewhere. */
function useOpened(tree: SpanTree, within: number | null, selected: number | null) {
  const [state, setState] = useState<OpenState>(() => ({
    tree,
    within,
    selected,
    opened: initiallyOpened(tree, within, selected),
  }))
  let current = state
  if (state.tree !== tree || state.within !== within) {
    const opened =
      state.tree === tree ? initiallyOpened(tree, within, selected) : grown(state, tree, within, selected)
    current = { tree, within, selected, opened }
  } else if (state.selected !== selected) {
    current = {
      ...state,
      selected,
      opened: selected === null ? state.opened : widened(tree, state.opened, selected),
    }
  }
  if (current !== state) setState(current)
  return [current.opened, (opened: Opened) => setState({ ...current, opened })] as const
}

/** What is open of a tree that has grown; a span that was asked for before it was here is led to. */
function grown(before: OpenState, tree: SpanTree, within: number | null, selected: number | null): Opened {
  const opened = carriedOver(before, tree, within)
  return before.selected === null && selected !== null ? widened(tree, opened, selected) : opened
}

/** Opened as far as the span needs to be seen; the same object where it is seen already. */
function widened(tree: SpanTree, opened: Opened, span: number): Opened {
  const needed = openTo(tree, span)
  if (
    needed.spans.every((each) => opened.spans.has(each)) &&
    needed.folds.every((key) => opened.folds.has(key))
  ) {
    return opened
  }
  return {
    spans: new Set([...opened.spans, ...needed.spans]),
    folds: new Set([...opened.folds, ...needed.folds]),
  }
}

function toggled(opened: Opened, row: Row): Opened {
  if (row.kind === 'span') return { ...opened, spans: without(opened.spans, row.span) }
  return { ...opened, folds: without(opened.folds, row.key) }
}

function without<T>(set: ReadonlySet<T>, item: T): Set<T> {
  const copy = new Set(set)
  if (!copy.delete(item)) copy.add(item)
  return copy
}

function allOf(tree: SpanTree): Opened {
  const spans = new Set<number>()
  for (let span = 0; span < countSpans(tree.spans); span++) if ((tree.below[span] ?? 0) > 0) spans.add(span)
  return { spans, folds: new Set() }
}

/** The top that most of the trace hangs on; between equals the earlier. */
function longestTop(tree: SpanTree): number | null {
  const tops = tree.tops.flatMap((top) => (top.kind === 'root' ? [top.span] : top.spans))
  return tops.reduce<number | null>(
    (best, span) => (best === null || (tree.below[span] ?? 0) > (tree.below[best] ?? 0) ? span : best),
    null,
  )
}
