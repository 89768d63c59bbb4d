import type { ReactNode } from 'react'
import { SettingsNav } from '@/components/settings/settings-nav'
import { requireViewer } from '@/lib/auth/viewer'

/** The settings' own navigation beside one column of cards to be read and filled in. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { isOwner } = await requireViewer()
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 py-6 sm:px-6 lg:flex-row lg:items-start">
      <SettingsNav isOwner={isOwner} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
