'use client'

import clsx from 'clsx'
import { ChevronDown, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { AttributeList } from '@/components/attributes/attribute-list'
import { useZone } from '@/components/ui/clock'
import { CopyButton } from '@/components/ui/copy-button'
import { toast } from '@/components/ui/toast'
import { formatLogTime } from '@/lib/format/log-time'
import type { LogLine } from '@/lib/logs/log-line'
import { BAND_COLOR, BAND_WORD } from './log-band'

type Props = {
  line: LogLine
  isOpen: boolean
  onToggle: () => void
  find: string | null
  waterfallPath: string
}

/** One line; opened it shows the whole message and the record's attributes. */
export function LogRow({ line, isOpen, onToggle, find, waterfallPath }: Props) {
  const { zone } = useZone()
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className={clsx(
          'grid w-full grid-cols-[1rem_6.5rem_3rem_minmax(0,1fr)] items-baseline gap-x-2 px-2 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2 sm:grid-cols-[1rem_6.5rem_3rem_minmax(0,10rem)_minmax(0,1fr)]',
          (line.band === 'error' || line.band === 'fatal') && 'bg-failed/5',
        )}
      >
        <Icon aria-hidden className="size-3.5 self-center text-ink-3" />
        <span className="font-mono text-2xs leading-4 text-ink-3 tabular-nums" suppressHydrationWarning>
          {formatLogTime(line.timeUnixNano, zone)}
        </span>
        <span
          className={clsx('truncate text-2xs font-medium uppercase', BAND_COLOR[line.band])}
          title={line.word ?? undefined}
        >
          {BAND_WORD[line.band]}
        </span>
        <span className="truncate text-2xs text-ink-3 max-sm:hidden">{line.step}</span>
        <span className={clsx('font-mono text-xs leading-4 text-ink', isOpen ? 'wrap-anywhere' : 'truncate')}>
          <Marked text={line.text} find={find} />
        </span>
      </button>
      {isOpen ? <Opened line={line} waterfallPath={waterfallPath} /> : null}
    </>
  )
}

function Opened({ line, waterfallPath }: { line: LogLine; waterfallPath: string }) {
  return (
    <div className="flex flex-col gap-2 border-l-2 border-line-strong bg-sunken/60 py-2 pr-2 pl-8">
      <div className="flex items-center gap-3 text-xs text-ink-3">
        {line.step ? <span className="truncate">{line.step}</span> : null}
        {line.word ? <span>{line.word}</span> : null}
        {line.spanId ? (
          <Link href={`${waterfallPath}&span=${line.spanId}`} className="text-accent hover:underline">
            Show in the waterfall
          </Link>
        ) : null}
        <CopyButton value={line.rest ?? line.text} label="message" />
        <button type="button" className="text-accent hover:underline" onClick={() => void copyLink(line.id)}>
          Copy link to the line
        </button>
      </div>
      {line.rest ? (
        <pre className="max-h-96 overflow-auto font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap text-ink">
          {line.rest}
        </pre>
      ) : null}
      {line.isCut ? (
        <p className="text-xs text-warning">The message is longer; its beginning is shown.</p>
      ) : null}
      {line.attributes.length > 0 ? (
        <div className="max-w-3xl">
          <AttributeList rows={line.attributes} />
        </div>
      ) : null}
    </div>
  )
}

/** The page as it stands, at this line. */
async function copyLink(lineId: string): Promise<void> {
  const address = new URL(location.href)
  address.searchParams.set('line', lineId)
  try {
    await navigator.clipboard.writeText(address.href)
    toast.success('The link to the line is copied')
  } catch (error) {
    // Without a secure origin there is no clipboard: the address bar has it then.
    if (!(error instanceof Error)) throw error
    history.replaceState(history.state, '', address)
    toast.info('The address of this page leads to the line now')
  }
}

/** The text with what was looked for marked, letters compared without case. */
function Marked({ text, find }: { text: string; find: string | null }) {
  const at = find ? text.toLowerCase().indexOf(find.toLowerCase()) : -1
  if (!find || at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-warning/30 text-ink">{text.slice(at, at + find.length)}</mark>
      {text.slice(at + find.length)}
    </>
  )
}
