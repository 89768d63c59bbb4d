import type { ReactNode } from 'react'
import { Palette } from '@/components/palette/palette'
import type { Theme } from '@/lib/format/preferences'
import { AccountMenu } from './account-menu'
import { Breadcrumb } from './breadcrumb'
import { LiveDot } from './live-dot'
import { ZoneSwitch } from './zone-switch'

/** Where one is, whether it is live, in which zone times are written, and who one is. */
export function TopBar({
  person,
  theme,
  signOut,
  children,
}: {
  person: { name: string; email: string; organization: string }
  theme: Theme
  signOut: () => Promise<void>
  children?: ReactNode
}) {
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas px-4">
      <Breadcrumb />
      {children}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <Palette />
        <LiveDot />
        <ZoneSwitch />
        <AccountMenu person={person} theme={theme} signOut={signOut} />
      </div>
    </header>
  )
}
