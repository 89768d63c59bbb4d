'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useZone } from '@/components/ui/clock'
import { type VersionLine, versionWords } from '@/lib/flow/version-lines'
import { formatInstant } from '@/lib/format/time'

/** A line where the version changed, `left` from the left of what it is drawn over. */
export type PlacedLine = { left: string; line: Pick<VersionLine, 'mark' | 'count'> }

const WIDTH = 288

/** Lines over a drawing where the version changed: each says which, who and why on hover and focus, and leads to the change. */
export function VersionHandles({ lines }: { lines: PlacedLine[] }) {
  const { zone } = useZone()
  const [tip, setTip] = useState<{ x: number; y: number; line: PlacedLine['line'] } | null>(null)
  if (lines.length === 0) return null
  const show = (target: Element, line: PlacedLine['line']) => {
    const { left, bottom, width } = target.getBoundingClientRect()
    setTip({ x: left + width / 2, y: bottom, line })
  }
  return (
    <>
      <ul aria-label="Changes of version" className="pointer-events-none absolute inset-0">
        {lines.map(({ left, line }) => (
          <li key={line.mark.changeId} className="absolute inset-y-0" style={{ left }}>
            <span aria-hidden className="absolute inset-y-0 -left-px border-l border-dashed border-accent" />
            <Link
              href={`/changes/${line.mark.changeId}`}
              prefetch={false}
              aria-label={versionWords(line)}
              className="pointer-events-auto absolute top-0 -left-2.5 focus-visible:-outline-offset-2 flex size-5 items-center justify-center rounded-sm"
              onPointerEnter={(event) => show(event.currentTarget, line)}
              onPointerLeave={() => setTip(null)}
              onFocus={(event) => show(event.currentTarget, line)}
              onBlur={() => setTip(null)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setTip(null)
              }}
              // The drawing below opens what is near the pointer.
              onClick={(event) => event.stopPropagation()}
            >
              <span aria-hidden className="size-2 rotate-45 bg-accent" />
            </Link>
          </li>
        ))}
      </ul>
      {tip === null ? null : (
        <Tip x={tip.x} y={tip.y}>
          <p className="font-medium wrap-anywhere">{versionWords(tip.line)}</p>
          <p className="mt-0.5 line-clamp-3 wrap-anywhere text-ink-2">{tip.line.mark.summary}</p>
          <p className="mt-0.5 text-ink-3 tabular-nums">{formatInstant(tip.line.mark.atMs, zone)}</p>
        </Tip>
      )}
    </>
  )
}

function Tip({ x, y, children }: { x: number; y: number; children: ReactNode }) {
  const left = Math.max(8, Math.min(x - WIDTH / 2, document.documentElement.clientWidth - WIDTH - 8))
  return (
    <div
      role="status"
      className="pointer-events-none fixed z-60 rounded-md bg-raised px-2.5 py-2 text-left text-xs text-ink shadow-popup"
      style={{ left, top: y + 4, width: WIDTH }}
    >
      {children}
    </div>
  )
}
