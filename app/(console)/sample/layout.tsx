import type { ReactNode } from 'react'

/** Cards and a table of figures: wide, but not without end. */
export default function SampleLayout({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-6">{children}</div>
}
