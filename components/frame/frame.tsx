'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { PREFERENCE_COOKIES } from '@/lib/format/preferences'
import { AskedCountProvider } from './asked-count'
import { BrowserZone } from './browser-zone'
import { OpenRooms } from './open-rooms'
import type { PlaceAccess } from './places'
import { rememberPreference } from './preference'
import { BottomBar, Rail } from './rail'
import { useShortcuts } from './shortcuts'
import { ShownPlacesProvider } from './shown-places'

const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
})

/** The house around every page: rail, top bar, page, and the keys that work everywhere. */
export function Frame({ access, asked, ...house }: House & { access: PlaceAccess; asked: number }) {
  return (
    <ShownPlacesProvider access={access}>
      <AskedCountProvider drawn={asked}>
        <Rooms {...house} />
      </AskedCountProvider>
    </ShownPlacesProvider>
  )
}

type House = { startsNarrow: boolean; topBar: ReactNode; teamSwitcher: ReactNode; children: ReactNode }

function Rooms({ startsNarrow, topBar, teamSwitcher, children }: House) {
  const [isNarrow, setNarrow] = useState(startsNarrow)
  // Not even fetched before it is asked for.
  const [isSheetOpen, setSheetOpen] = useState<boolean | null>(null)
  const toggle = () => {
    rememberPreference(PREFERENCE_COOKIES.rail, isNarrow ? 'wide' : 'narrow')
    setNarrow(!isNarrow)
  }
  useShortcuts({ onToggleRail: toggle, onShowSheet: () => setSheetOpen(true) })
  return (
    <div className="flex min-h-dvh">
      <a
        href="#page"
        className="absolute top-2 left-2 z-60 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm font-medium text-ink-inverse focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Rail isNarrow={isNarrow} onToggle={toggle} teamSwitcher={isNarrow ? null : teamSwitcher} />
      <div className="flex min-w-0 flex-1 flex-col pb-14 md:pb-0">
        {topBar}
        <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          <OpenRooms>{children}</OpenRooms>
        </main>
      </div>
      <BottomBar />
      {isSheetOpen === null ? null : <ShortcutSheet open={isSheetOpen} onOpenChange={setSheetOpen} />}
      <BrowserZone />
    </div>
  )
}
