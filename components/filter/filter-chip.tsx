'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import type { Chip } from '@/lib/query/edit'

/** One part of the filter: press the words to edit it, the sign to turn it round, the cross to drop it. */
export function FilterChip({
  chip,
  onDrop,
  onTurn,
  onEdit,
}: {
  chip: Chip
  onDrop: () => void
  onTurn: () => void
  onEdit: () => void
}) {
  const isWrong = chip.error !== null
  return (
    <span
      className={clsx(
        'inline-flex h-6.5 max-w-full items-stretch overflow-hidden rounded border text-xs',
        isWrong ? 'border-failed/50 bg-failed/5 text-failed' : 'border-line-strong bg-sunken text-ink',
      )}
    >
      {isWrong || !chip.isNegated ? null : (
        <button
          type="button"
          aria-label={`Include again: ${chip.text}`}
          title="Include again"
          onClick={onTurn}
          className={SIDE}
        >
          not
        </button>
      )}
      <button
        type="button"
        aria-label={`Edit ${chip.text}`}
        title={chip.error ?? undefined}
        onClick={onEdit}
        className="min-w-0 truncate px-2 font-medium hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChipWords chip={chip} isWrong={isWrong} />
      </button>
      {isWrong || chip.isNegated ? null : (
        <button
          type="button"
          aria-label={`Exclude instead: ${chip.text}`}
          title="Exclude instead"
          onClick={onTurn}
          className={SIDE}
        >
          !
        </button>
      )}
      <button type="button" aria-label={`Drop ${chip.text}`} onClick={onDrop} className={SIDE}>
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}

const SIDE =
  'flex min-w-6 items-center justify-center px-1 text-ink-3 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2'

function ChipWords({ chip, isWrong }: { chip: Chip; isWrong: boolean }) {
  if (isWrong) return <span className="underline decoration-failed decoration-wavy">{chip.text}</span>
  const colon = chip.text.indexOf(':')
  if (!chip.term || colon < 0) return chip.text.replace(/^!/, '')
  return (
    <>
      <span className="font-normal text-ink-3">{chip.text.slice(0, colon).replace(/!/g, '')}: </span>
      {chip.text.slice(colon + 1)}
    </>
  )
}
