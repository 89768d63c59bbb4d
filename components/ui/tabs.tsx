'use client'

import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'

const STRIP = 'flex gap-1 overflow-x-auto border-b border-line'
const TAB =
  'relative flex h-9 shrink-0 items-center gap-1.5 px-2.5 text-sm font-medium text-ink-3 hover:text-ink after:absolute after:inset-x-1.5 after:-bottom-px after:h-0.5 after:rounded-full focus-visible:-outline-offset-2'
const CURRENT = 'text-ink after:bg-ink'

/** Tabs inside a page, where which one is open is nobody else's business. */
export function Tabs({
  label,
  tabs,
  defaultTab,
}: {
  label: string
  tabs: { id: string; title: ReactNode; content: ReactNode }[]
  defaultTab?: string
}) {
  return (
    <BaseTabs.Root defaultValue={defaultTab ?? tabs[0]?.id ?? null}>
      <BaseTabs.List aria-label={label} className={STRIP}>
        {tabs.map((tab) => (
          <BaseTabs.Tab key={tab.id} value={tab.id} className={(state) => clsx(TAB, state.active && CURRENT)}>
            {tab.title}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  )
}

/** Tabs that are places: each has its own address. */
export function TabLinks({
  label,
  links,
}: {
  label: string
  links: { href: string; title: ReactNode; count?: ReactNode; current: boolean }[]
}) {
  return (
    <nav aria-label={label} className={STRIP}>
      {links.map((link) => (
        <Link
          key={link.href}
          href={link.href}
          scroll={false}
          aria-current={link.current ? 'page' : undefined}
          className={clsx(TAB, link.current && CURRENT)}
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
