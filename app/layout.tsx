import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { AddressKeeper } from '@/components/filter/address-keeper'
import { ClockProvider } from '@/components/ui/clock'
import { Toaster } from '@/components/ui/toaster'
import { TooltipHost } from '@/components/ui/tooltip'
import { preferencesFrom } from '@/lib/format/preferences'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Runledger', template: '%s · Runledger' },
  description: 'Every execution of every flow, from any orchestrator.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Theme and zone come from cookies, so that the first paint is already right and no script has to run before it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const { theme, zone, zoneChoice } = preferencesFrom((name) => jar.get(name)?.value)
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body className="min-h-dvh">
        <AddressKeeper>
          <ClockProvider renderedAtMs={Date.now()} zone={zone} zoneChoice={zoneChoice}>
            <TooltipHost>{children}</TooltipHost>
          </ClockProvider>
        </AddressKeeper>
        <Toaster theme={theme} />
      </body>
    </html>
  )
}
