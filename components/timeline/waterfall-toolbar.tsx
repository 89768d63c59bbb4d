'use client'

import { ChevronsDownUp, ChevronsUpDown, Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { formatCount } from '@/lib/format/count'
import { countSpans } from '@/lib/timeline/trace-spans'
import { hasUsualEnds } from '@/lib/timeline/usual-end'
import type { Waterfall } from './use-waterfall'

/** Finding, filtering, folding. */
export function WaterfallToolbar({
  waterfall,
  findRef,
}: {
  waterfall: Waterfall
  findRef: RefObject<HTMLInputElement | null>
}) {
  const { matches, failures } = waterfall
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FindBox waterfall={waterfall} findRef={findRef} />
      {matches ? (
        <span role="status" className="text-xs text-ink-3 tabular-nums">
          {matches.length === 0 ? 'Nothing found' : `${formatCount(matches.length)} found`}
        </span>
      ) : null}
      <Toggle
        isOn={waterfall.errorsOnly}
        isDisabled={failures.length === 0 || waterfall.isPartial}
        onToggle={() => waterfall.setErrorsOnly(!waterfall.errorsOnly)}
        text={waterfall.isPartial ? 'Errors only' : errorsText(failures.length)}
        shortcut="e"
      />
      <Toggle
        isOn={waterfall.showCritical}
        onToggle={() => waterfall.setShowCritical(!waterfall.showCritical)}
        text="Critical path"
        shortcut="c"
      />
      {waterfall.usual !== null && hasUsualEnds(waterfall.tree.spans, waterfall.usual) ? (
        <Toggle
          isOn={waterfall.showUsual}
          onToggle={() => waterfall.setShowUsual(!waterfall.showUsual)}
          text="Usual ends"
          shortcut="u"
        />
      ) : null}
      <IconButton size="sm" label="Unfold all" title="Unfold all" onClick={waterfall.openAll}>
        <ChevronsUpDown aria-hidden />
      </IconButton>
      <IconButton size="sm" label="Fold all" title="Fold all" onClick={waterfall.closeAll}>
        <ChevronsDownUp aria-hidden />
      </IconButton>
      {waterfall.isZoomed ? (
        <Button size="sm" onClick={() => waterfall.setZoom(null)}>
          Show all of the time
        </Button>
      ) : null}
      <span className="ml-auto text-xs text-ink-3 tabular-nums">
        {waterfall.isPartial
          ? 'Reading all spans…'
          : `${formatCount(countSpans(waterfall.tree.spans))} spans`}
      </span>
    </div>
  )
}

const errorsText = (count: number): string =>
  count === 0 ? 'No errors' : `Errors only (${formatCount(count)})`

function FindBox({
  waterfall,
  findRef,
}: {
  waterfall: Waterfall
  findRef: RefObject<HTMLInputElement | null>
}) {
  return (
    <span className="relative flex w-full max-w-64 items-center">
      <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-ink-3" />
      <input
        ref={findRef}
        type="text"
        value={waterfall.find}
        placeholder="Find a step or a service"
        aria-label="Find a step or a service"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => waterfall.setFind(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') waterfall.nextMatch(event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') {
            waterfall.setFind('')
            event.currentTarget.blur()
          }
        }}
        className="h-7 w-full rounded-md border border-control bg-surface pr-7 pl-7 text-xs text-ink placeholder:text-ink-3"
      />
      {waterfall.find === '' ? (
        <span className="pointer-events-none absolute right-1.5 max-sm:hidden">
          <Kbd>/</Kbd>
        </span>
      ) : (
        <button
          type="button"
          aria-label="Clear"
          className="absolute right-0.5 grid size-6 place-items-center rounded text-ink-3 hover:text-ink"
          onClick={() => waterfall.setFind('')}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  )
}

function Toggle(props: {
  isOn: boolean
  isDisabled?: boolean
  onToggle: () => void
  text: string
  shortcut: string
}) {
  return (
    <Button
      size="sm"
      variant={props.isOn ? 'primary' : 'secondary'}
      aria-pressed={props.isOn}
      aria-keyshortcuts={props.shortcut}
      title={`Key ${props.shortcut}`}
      disabled={props.isDisabled ?? false}
      onClick={props.onToggle}
    >
      {props.text}
    </Button>
  )
}
