'use client'

import clsx from 'clsx'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Mark } from '@/components/entry/mark'
import { IconButton } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { formatCappedCount } from '@/lib/format/count'
import { useAskedCount } from './asked-count'
import { type Place, placeOf } from './places'
import { useShownPlaces } from './shown-places'

/** The left rail on wide screens; narrow means pictures only, each with its name on hover. */
export function Rail({
  isNarrow,
  onToggle,
  teamSwitcher,
}: {
  isNarrow: boolean
  onToggle: () => void
  teamSwitcher: ReactNode
}) {
  return (
    <nav
      aria-label="Pages"
      className={clsx(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-r border-line bg-canvas px-2 py-3 transition-[width] duration-150 md:flex',
        isNarrow ? 'w-14' : 'w-14 lg:w-56',
      )}
    >
      <Link
        href="/"
        className="mx-1 mb-4 flex h-8 items-center gap-2.5 rounded-md px-1 font-semibold text-ink"
      >
        <Mark className="size-6 shrink-0" />
        <span className={clsx('tracking-tight', isNarrow ? 'sr-only' : 'max-lg:sr-only')}>Runledger</span>
      </Link>
      <div className="flex flex-col max-lg:hidden">{teamSwitcher}</div>
      <div className="mt-2 flex flex-col gap-0.5">
        <RailLinks isNarrow={isNarrow} />
      </div>
      <div className="mt-auto flex justify-end px-1 max-lg:hidden">
        <Tooltip text="[">
          <IconButton
            label={isNarrow ? 'Widen the rail' : 'Narrow the rail'}
            aria-expanded={!isNarrow}
            onClick={onToggle}
          >
            {isNarrow ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
          </IconButton>
        </Tooltip>
      </div>
    </nav>
  )
}

/** The same places on narrow screens, under the thumb. */
export function BottomBar() {
  const current = placeOf(usePathname())
  const places = useShownPlaces()
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-[minmax(3rem,1fr)] grid-flow-col overflow-x-auto border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.map(({ href, title, Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={current?.href === href ? 'page' : undefined}
          className={clsx(
            'flex h-14 flex-col items-center justify-center gap-0.5 text-2xs font-medium whitespace-nowrap focus-visible:-outline-offset-2',
            current?.href === href ? 'text-ink' : 'text-ink-3',
          )}
        >
          <span className="relative">
            <Icon aria-hidden className="size-5" strokeWidth={current?.href === href ? 2.25 : 1.75} />
            <AskedDot href={href} />
          </span>
          <span>
            {title}
            <AskedWords href={href} />
          </span>
        </Link>
      ))}
    </nav>
  )
}

function RailLinks({ isNarrow }: { isNarrow: boolean }) {
  const current = placeOf(usePathname())
  return useShownPlaces().map((place) => (
    <RailLink key={place.href} place={place} isCurrent={place === current} isNarrow={isNarrow} />
  ))
}

function RailLink({ place, isCurrent, isNarrow }: { place: Place; isCurrent: boolean; isNarrow: boolean }) {
  const { href, title, Icon } = place
  const link = (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(
        'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium transition-colors',
        isCurrent ? 'bg-line/60 text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <span className="relative">
        <Icon aria-hidden className="size-4 shrink-0" />
        <AskedDot href={href} className={isNarrow ? '' : 'lg:hidden'} />
      </span>
      <span className={isNarrow ? 'sr-only' : 'max-lg:sr-only'}>
        {title}
        <AskedWords href={href} />
      </span>
      {isNarrow ? null : <AskedNumber href={href} />}
    </Link>
  )
  return isNarrow ? <Tooltip text={title}>{link}</Tooltip> : link
}

const MOST = 99

/** How many changes wait for who looks, at the place where they are; null where none does. */
function useAskedAt(href: string): number | null {
  const count = useAskedCount()
  return href !== '/changes' || count === 0 ? null : count
}

/** After the name of the place, for those who do not see the mark. */
function AskedWords({ href }: { href: string }) {
  const count = useAskedAt(href)
  if (count === null) return null
  return <span className="sr-only">{`, ${count} ${count === 1 ? 'waits' : 'wait'} for your reason`}</span>
}

/** Beside Changes: how many of them wait for the reason of who looks. */
function AskedNumber({ href }: { href: string }) {
  const count = useAskedAt(href)
  if (count === null) return null
  return (
    <span
      aria-hidden
      title="Changes that wait for your reason"
      className="ml-auto flex h-5 min-w-5 items-center justify-center rounded-full bg-accent-soft px-1.5 text-2xs font-semibold text-accent tabular-nums max-lg:hidden"
    >
      {formatCappedCount(count, MOST)}
    </span>
  )
}

/** The same where there is room for a dot only. */
function AskedDot({ href, className }: { href: string; className?: string }) {
  if (useAskedAt(href) === null) return null
  return (
    <span
      aria-hidden
      className={clsx('absolute -top-0.5 -right-1 size-2 rounded-full bg-accent', className)}
    />
  )
}
