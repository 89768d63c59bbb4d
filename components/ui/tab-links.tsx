import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** How a strip of tabs looks. */
export const TAB_STRIP = 'flex gap-1 overflow-x-auto border-b border-line'
export const TAB =
  'relative flex h-9 shrink-0 items-center gap-1.5 px-2.5 text-sm font-medium text-ink-3 hover:text-ink after:absolute after:inset-x-1.5 after:-bottom-px after:h-0.5 after:rounded-full focus-visible:-outline-offset-2'
export const CURRENT_TAB = 'text-ink after:bg-ink'

/** Tabs that are places: each has its own address. */
export function TabLinks({
  label,
  links,
}: {
  label: string
  links: { href: string; title: ReactNode; count?: ReactNode; current: boolean }[]
}) {
  return (
    <nav aria-label={label} className={TAB_STRIP}>
      {links.map((link) => (
        <Link
          key={link.href}
          href={link.href}
          scroll={false}
          aria-current={link.current ? 'page' : undefined}
          className={clsx(TAB, link.current && CURRENT_TAB)}
        >
          {link.title}
          {link.count === undefined ? null : (
            <span className="rounded-full bg-sunken px-1.5 text-2xs text-ink-3 tabular-nums">
              {link.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
