'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { SETTINGS_PLACES, settingsPlaceOf } from './settings-places'

/** The settings' own places: a column beside the page, a strip above it where there is no room. */
export function SettingsNav({ isOwner }: { isOwner: boolean }) {
  const current = settingsPlaceOf(usePathname())
  const link = useRef<HTMLAnchorElement>(null)
  // Where the strip is wider than the screen, the browser has to be asked to show where one is.
  useEffect(() => {
    if (current !== undefined) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav aria-label="Settings" className="lg:sticky lg:top-18 lg:w-52 lg:shrink-0">
      <ul className="flex gap-0.5 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:border-b max-lg:border-line max-lg:px-4 max-lg:pb-2 lg:flex-col">
        {SETTINGS_PLACES.filter(({ isForOwners }) => isOwner || !isForOwners).map(({ href, title, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              ref={current?.href === href ? link : undefined}
              aria-current={current?.href === href ? 'page' : undefined}
              className={clsx(
                'flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2',
                current?.href === href ? 'bg-line/60 text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
