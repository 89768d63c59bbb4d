import clsx from 'clsx'
import { ChevronDown, ChevronRight, Link2 } from 'lucide-react'
import { memo } from 'react'
import { StateIcon } from '@/components/execution/state-icon'
import { formatCount } from '@/lib/format/count'
import { barOf } from '@/lib/timeline/bar'
import type { Row } from '@/lib/timeline/rows'
import { flagsAt, nameAt, serviceAt } from '@/lib/timeline/trace-spans'
import { SpanBar } from './span-bar'
import { serviceTone, toneOf } from './span-tone'
import type { Waterfall } from './use-waterfall'
import { UsualTick } from './usual-tick'

type Props = { waterfall: Waterfall; row: Row; index: number; startPx: number; isCurrent: boolean }

/** One line: the step in its place in the tree, and its time beside it. Drawn once, however far is scrolled. */
export const WaterfallRow = memo(function WaterfallRow({ waterfall, row, index, startPx, isCurrent }: Props) {
  const isClosable =
    row.kind === 'span' ? row.branch !== 'leaf' : row.kind === 'siblings' || row.kind === 'noise'
  const isOpen = row.kind === 'span' ? row.branch === 'open' : 'isOpen' in row && row.isOpen
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the focus and handles the keys
    <div
      id={`row-${index}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      aria-expanded={isClosable ? isOpen : undefined}
      onClick={() => waterfall.select(row)}
      style={{ top: startPx }}
      className={clsx(
        'absolute inset-x-0 flex h-7 cursor-default outline-none contain-strict',
        isCurrent ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <div className="flex w-(--tree) shrink-0 items-center gap-1.5 border-r border-line pr-2 pl-2">
        <Indent depth={row.depth} />
        <Toggle
          isClosable={isClosable}
          isOpen={isOpen}
          count={row.kind === 'span' ? (waterfall.tree.below[row.span] ?? 0) : null}
          onToggle={() => waterfall.toggle(row)}
        />
        {row.kind === 'span' ? (
          <SpanName waterfall={waterfall} span={row.span} />
        ) : (
          <FoldName row={row} onToggle={() => waterfall.toggle(row)} />
        )}
      </div>
      {row.kind === 'span' ? <Track waterfall={waterfall} span={row.span} /> : null}
    </div>
  )
})

/** Past sixteen levels a step costs less room: a deep trace must leave some for names. */
function Indent({ depth }: { depth: number }) {
  const width = Math.min(depth, 16) * 12 + Math.max(0, depth - 16) * 2
  return (
    <span
      aria-hidden
      className="h-full shrink-0"
      style={{
        width: `min(${width}px, 45%)`,
        backgroundImage: 'repeating-linear-gradient(to right, var(--line) 0 1px, transparent 1px 12px)',
        backgroundPosition: '7px 0',
      }}
    />
  )
}

function Toggle(props: { isClosable: boolean; isOpen: boolean; count: number | null; onToggle: () => void }) {
  if (!props.isClosable) return <span aria-hidden className="w-4 shrink-0" />
  const Icon = props.isOpen ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={props.isOpen ? 'Fold' : 'Unfold'}
      className="-mx-1 flex h-6 shrink-0 items-center rounded px-1 text-ink-3 hover:bg-line hover:text-ink"
      onClick={(event) => {
        event.stopPropagation()
        props.onToggle()
      }}
    >
      <Icon aria-hidden className="size-4" />
      {!props.isOpen && props.count !== null ? (
        <span className="text-2xs tabular-nums">{formatCount(props.count)}</span>
      ) : null}
    </button>
  )
}

function SpanName({ waterfall, span }: { waterfall: Waterfall; span: number }) {
  const { tree, matchSet } = waterfall
  const step = tree.steps.get(span)
  const flags = flagsAt(tree.spans, span)
  const name = nameAt(tree.spans, span)
  const service = serviceAt(tree.spans, span)
  const isFailed = tree.isFailed[span] === 1
  const failedBelow = tree.failedBelow[span] ?? 0
  return (
    <>
      {step || isFailed ? (
        <StateIcon state={step?.state ?? 'failed'} className="size-3" />
      ) : (
        <span
          aria-hidden
          className="size-2 shrink-0 rounded-full"
          style={{ background: serviceTone(tree.spans.service[span] ?? 0) }}
        />
      )}
      <span
        title={[name, step && step.name !== name ? `Step ${step.name}` : '', service]
          .filter(Boolean)
          .join('\n')}
        className={clsx(
          'min-w-0 truncate text-sm',
          isFailed ? 'font-medium text-failed' : 'text-ink',
          flags.role === 'noise' && 'text-ink-3',
          matchSet?.has(span) && 'rounded-sm bg-warning/25',
          matchSet && !matchSet.has(span) && 'opacity-45',
        )}
      >
        {name === '' ? '(no name)' : name}
      </span>
      {step && step.attempt > 1 ? (
        <span className="shrink-0 rounded bg-sunken px-1 text-2xs text-ink-3">#{step.attempt}</span>
      ) : null}
      {flags.hasLinks ? <Link2 aria-label="Has links" className="size-3 shrink-0 text-ink-3" /> : null}
      {flags.hasException && !isFailed ? (
        <span
          title="An exception was recorded, yet the step did not fail"
          className="shrink-0 text-2xs text-warning"
        >
          !
        </span>
      ) : null}
      {failedBelow > 0 && !isFailed ? (
        <span title={`${failedBelow} failed below`} className="size-1.5 shrink-0 rounded-full bg-failed" />
      ) : null}
      {tree.spans.services.length > 1 ? <span className={SERVICE}>{service}</span> : null}
    </>
  )
}

/** Without width where the names have less than 18rem. A container query for each row would cost more than the row. */
const SERVICE =
  'ml-auto max-w-[clamp(0px,(100%-18rem)*999,40%)] min-w-0 shrink-[3] truncate pl-[clamp(0px,(100%-18rem)*999,0.5rem)] text-2xs text-ink-3'

function FoldName({ row, onToggle }: { row: Exclude<Row, { kind: 'span' }>; onToggle: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onToggle}
      className={clsx(
        'min-w-0 truncate text-left text-xs',
        row.kind === 'missing' || row.kind === 'circle'
          ? 'cursor-default text-warning'
          : 'text-accent hover:underline',
      )}
    >
      {foldText(row)}
    </button>
  )
}

function foldText(row: Exclude<Row, { kind: 'span' }>): string {
  switch (row.kind) {
    case 'siblings': {
      const failed = row.failed > 0 ? ` (${formatCount(row.failed)} failed)` : ''
      return row.isOpen
        ? `Show fewer than these ${formatCount(row.count)}`
        : `× ${formatCount(row.count)} more${failed}`
    }
    case 'noise':
      return `${row.isOpen ? 'Hide' : 'Show'} ${formatCount(row.count)} housekeeping ${row.count === 1 ? 'span' : 'spans'} of the tool`
    case 'missing':
      return `Parent ${row.parentId} has not been received`
    case 'circle':
      return 'These spans name each other as parent'
    default:
      row satisfies never
      return ''
  }
}

function Track({ waterfall, span }: { waterfall: Waterfall; span: number }) {
  const { tree, window, critical, matchSet } = waterfall
  const bar = barOf(tree, span, window, critical?.get(span))
  const isDimmed = matchSet !== null && !matchSet.has(span)
  return (
    <div
      title={bar.hint ?? undefined}
      className={clsx('relative mr-18 ml-3 min-w-0 flex-1 max-sm:mr-14', isDimmed && 'opacity-35')}
    >
      <SpanBar bar={bar} tone={toneOf(tree, span)} />
      <UsualTick waterfall={waterfall} span={span} />
    </div>
  )
}
