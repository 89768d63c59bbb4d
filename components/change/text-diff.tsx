import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { type DiffLine, type DiffRow, hunksOf, linesOf, sideBySide } from '@/lib/changes/text-diff'

const TONES: Record<DiffLine['kind'], string> = {
  same: '',
  removed: 'bg-failed/10',
  added: 'bg-success/10',
}
const SIGNS: Record<DiffLine['kind'], string> = { same: ' ', removed: '−', added: '+' }

/** Two texts against each other: side by side, or one below the other on narrow screens and where it is asked for. */
export function TextDiff({
  before,
  after,
  look,
  hrefOf,
}: {
  before: string
  after: string
  look: 'side' | 'inline'
  hrefOf: (look: 'side' | 'inline') => string
}) {
  const lines = linesOf(before, after)
  if (lines === null)
    return <p className="px-4 py-3 text-sm text-ink-3">The two texts have too little in common to compare.</p>
  return (
    <div>
      <nav aria-label="How the texts are compared" className="flex gap-3 px-4 py-2 text-xs max-md:hidden">
        {(['side', 'inline'] as const).map((each) => (
          <Link
            key={each}
            href={hrefOf(each)}
            scroll={false}
            aria-current={each === look ? 'true' : undefined}
            className={each === look ? 'font-medium text-ink' : 'text-ink-3 hover:text-ink'}
          >
            {each === 'side' ? 'Side by side' : 'Inline'}
          </Link>
        ))}
      </nav>
      {look === 'side' ? (
        <>
          <SideBySide rows={sideBySide(lines)} />
          <div className="md:hidden">
            <Inline lines={lines} />
          </div>
        </>
      ) : (
        <Inline lines={lines} />
      )}
    </div>
  )
}

function Scrolled({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll what does not fit
      tabIndex={0}
      className={clsx(
        'relative max-h-144 overflow-auto border-t border-line font-mono text-xs leading-5',
        className,
      )}
    >
      {children}
    </section>
  )
}

function SideBySide({ rows }: { rows: DiffRow[] }) {
  const isSame = ({ left, right }: DiffRow) => left?.kind === 'same' && right?.kind === 'same'
  return (
    <Scrolled label="Before and after, side by side" className="max-md:hidden">
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">Before on the left, after on the right</caption>
        <colgroup>
          <col className="w-11" />
          <col />
          <col className="w-11" />
          <col />
        </colgroup>
        {hunksOf(rows, isSame).map((hunk, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no name but their place
          <tbody key={at}>
            <Skipped lines={hunk.skipped} columns={4} />
            {hunk.rows.map((row) => (
              <tr key={`${row.left?.before ?? ''}-${row.right?.after ?? ''}`}>
                <LineNumber value={row.left?.before ?? null} />
                <Side line={row.left} />
                <LineNumber value={row.right?.after ?? null} />
                <Side line={row.right} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scrolled>
  )
}

function Inline({ lines }: { lines: DiffLine[] }) {
  return (
    <Scrolled label="Before and after, inline">
      <table className="w-full border-collapse">
        <caption className="sr-only">What was taken out and what was put in, line by line</caption>
        {hunksOf(lines, ({ kind }) => kind === 'same').map((hunk, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no name but their place
          <tbody key={at}>
            <Skipped lines={hunk.skipped} columns={3} />
            {hunk.rows.map((line) => (
              <tr key={`${line.before ?? ''}-${line.after ?? ''}`}>
                <LineNumber value={line.before} />
                <LineNumber value={line.after} />
                <Side line={line} />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scrolled>
  )
}

const LineNumber = ({ value }: { value: number | null }) => (
  <td className="w-10 px-2 text-right align-top text-2xs text-ink-3 select-none">{value}</td>
)

function Side({ line }: { line: DiffLine | null }) {
  if (line === null) return <td className="bg-sunken" />
  return (
    <td className={clsx('px-2 align-top wrap-anywhere whitespace-pre-wrap text-ink', TONES[line.kind])}>
      <span aria-hidden className="mr-1.5 text-ink-3 select-none">
        {SIGNS[line.kind]}
      </span>
      {line.kind === 'same' ? null : <span className="sr-only">{line.kind}: </span>}
      {line.words.map((word, at) =>
        word.isChanged ? (
          <mark
            // biome-ignore lint/suspicious/noArrayIndexKey: words have no name but their place
            key={at}
            className={clsx(
              'rounded-xs text-ink',
              line.kind === 'removed' ? 'bg-failed/25' : 'bg-success/25',
            )}
          >
            {word.text}
          </mark>
        ) : (
          word.text
        ),
      )}
    </td>
  )
}

function Skipped({ lines, columns }: { lines: number; columns: number }) {
  if (lines === 0) return null
  return (
    <tr>
      <td colSpan={columns} className="bg-sunken px-4 py-1 text-2xs text-ink-3">
        {lines === 1 ? '1 line' : `${lines} lines`} without a change
      </td>
    </tr>
  )
}
