import type { ReactNode } from 'react'
import { Mark } from '@/components/entry/mark'

/** Pages before the console: one column, the name above it, nothing to be distracted by. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-10 sm:py-16">
      <header className="mb-8 flex items-center gap-2.5">
        <Mark className="size-7" />
        <span className="text-lg font-semibold tracking-tight text-ink">Runledger</span>
      </header>
      <main className="flex w-full flex-1 flex-col items-center">{children}</main>
    </div>
  )
}
