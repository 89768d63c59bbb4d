'use client'

import { Search, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatCount } from '@/lib/format/count'
import { LOG_BANDS, type LogBand } from '@/lib/model/severity'
import { BAND_COLOR, BAND_WORD } from './log-band'

type Change = { level?: LogBand | null; find?: string | null; span?: string | null }

type Props = {
  counts: { total: number; byBand: Record<LogBand, number> }
  level: LogBand | null
  find: string | null
  span: string | null
  /** Whether only new lines are shown; null where there is nothing to tell them by. */
  onlyNew: boolean | null
  onOnlyNew: (isOn: boolean) => void
  onChange: (change: Change) => void
}

/** Levels with how many lines each would leave, text, and the step that is followed. */
export function LogFilterBar({ counts, level, find, span, onlyNew, onOnlyNew, onChange }: Props) {
  const [text, setText] = useState(find ?? '')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="relative flex w-full max-w-64 items-center">
        <Search aria-hidden className="pointer-events-none absolute left-2 size-3.5 text-ink-3" />
        <input
          type="search"
          value={text}
          placeholder="Find in messages"
          aria-label="Find in messages"
          onChange={(event) => {
            setText(event.target.value)
            onChange({ find: event.target.value === '' ? null : event.target.value })
          }}
          className="h-7 w-full rounded-md border border-control bg-surface pr-2 pl-7 text-xs text-ink placeholder:text-ink-3"
        />
      </span>
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">Least severe level to show</legend>
        <LevelButton
          isOn={level === null}
          onPick={() => onChange({ level: null })}
          text="all"
          count={counts.total}
        />
        {LOG_BANDS.filter((band) => band !== 'none' && counts.byBand[band] > 0).map((band) => (
          <LevelButton
            key={band}
            isOn={level === band}
            onPick={() => onChange({ level: band })}
            text={`${BAND_WORD[band]}`}
            count={counts.byBand[band]}
            color={BAND_COLOR[band]}
          />
        ))}
      </fieldset>
      {onlyNew === null ? null : (
        <Button
          size="sm"
          variant={onlyNew ? 'primary' : 'secondary'}
          aria-pressed={onlyNew}
          title="What the last good execution did not say, numbers and ids aside"
          onClick={() => onOnlyNew(!onlyNew)}
        >
          Only new lines
        </Button>
      )}
      {span ? (
        <Button
          size="sm"
          className="max-w-72"
          onClick={() => onChange({ span: null })}
          title="Show all steps"
        >
          <span className="truncate">Step: {span}</span>
          <X aria-hidden />
          <span className="sr-only">Show all steps</span>
        </Button>
      ) : null}
    </div>
  )
}

function LevelButton(props: {
  isOn: boolean
  onPick: () => void
  text: string
  count: number
  color?: string
}) {
  return (
    <Button
      size="sm"
      variant={props.isOn ? 'primary' : 'ghost'}
      aria-pressed={props.isOn}
      onClick={props.onPick}
      title={props.text === 'all' ? 'Every level' : `${props.text} and more severe`}
    >
      <span className={props.isOn ? undefined : props.color}>{props.text}</span>
      <span className="tabular-nums">{formatCount(props.count)}</span>
    </Button>
  )
}
