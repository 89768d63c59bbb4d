'use client'

import { ListFilter } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { usePeek } from './peek/use-peek'

/** Holds the facets: beside the list where there is room, behind a button where there is not. */
export function FacetFold({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const { peeked } = usePeek()
  return (
    <aside
      aria-label="Values to filter by"
      // The rows need the room more while the panel is open.
      className={`shrink-0 xl:w-52 ${peeked === null ? '' : 'xl:max-2xl:hidden'}`}
    >
      <Button size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="xl:hidden">
        <ListFilter aria-hidden />
        {isOpen ? 'Hide values' : 'Filter by value'}
      </Button>
      <div
        className={
          isOpen
            ? 'max-xl:mt-3 max-xl:rounded-lg max-xl:border max-xl:border-line max-xl:p-3'
            : 'max-xl:hidden'
        }
      >
        {children}
      </div>
    </aside>
  )
}
