'use client'

import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Kbd } from '@/components/ui/kbd'

/** What opens the palette; a picture alone where there is no room. */
export function PaletteButton(props: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label="Search"
      aria-keyshortcuts="Meta+K Control+K"
      {...props}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink-3 hover:bg-hover hover:text-ink md:border md:border-line md:bg-surface md:pr-1.5"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="max-md:hidden">Search</span>
      <span className="ml-4 max-md:hidden">
        <Kbd>⌘K</Kbd>
      </span>
    </button>
  )
}
