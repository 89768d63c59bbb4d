import type { ReactNode } from 'react'

/** One column of cards to be read and filled in. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-3xl px-4 py-6 sm:px-6">{children}</div>
}
