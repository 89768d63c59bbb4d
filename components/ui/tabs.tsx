'use client'

import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { CURRENT_TAB, TAB, TAB_STRIP } from './tab-links'

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
      <BaseTabs.List aria-label={label} className={TAB_STRIP}>
        {tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.id}
            value={tab.id}
            className={(state) => clsx(TAB, state.active && CURRENT_TAB)}
          >
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
