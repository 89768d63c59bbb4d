'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useSyncExternalStore } from 'react'
import { placeName, watchPlaceNames } from './place-names'
import { placeOf } from './places'

const ID = /^(?=.*\d)[0-9a-f-]{16,}$/i

/** Where the page is: its place, and below it the parts of its address. */
export function Breadcrumb() {
  const pathname = usePathname()
  const place = placeOf(pathname)
  if (!place) return null
  const parts = pathname.slice(place.href.length).split('/').filter(Boolean)
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        <li className="shrink-0">
          {parts.length === 0 ? (
            <span aria-current="page" className="font-medium text-ink">
              {place.title}
            </span>
          ) : (
            <Link href={place.href} className="rounded font-medium text-ink-3 hover:text-ink">
              {place.title}
            </Link>
          )}
        </li>
        {parts.map((part, index) => (
          <li key={parts.slice(0, index + 1).join('/')} className="flex min-w-0 items-center gap-1">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            <Crumb
              part={part}
              href={`${place.href}/${parts.slice(0, index + 1).join('/')}`}
              isLast={index === parts.length - 1}
            />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Crumb({ part, href, isLast }: { part: string; href: string; isLast: boolean }) {
  const text = decodeURIComponent(part)
  const name = useSyncExternalStore(
    watchPlaceNames,
    () => placeName(text),
    () => undefined,
  )
  const isId = name === undefined && ID.test(text)
  const shown = name ?? (isId ? text.slice(0, 8) : titled(text))
  if (!isLast) {
    return (
      <Link href={href} className="truncate rounded text-ink-3 hover:text-ink">
        {shown}
      </Link>
    )
  }
  return (
    <span
      aria-current="page"
      className={isId ? 'truncate font-mono text-xs text-ink' : 'truncate font-medium text-ink'}
    >
      {shown}
    </span>
  )
}

const titled = (part: string): string => part.charAt(0).toUpperCase() + part.slice(1).replaceAll('-', ' ')
