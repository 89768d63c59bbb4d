'use client'

import type { FormEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'

/** A bar of fields and choices above a list, with the button that sends what is written; `more` stands behind it. */
export function FilterForm({
  isPending,
  onSubmit,
  more,
  children,
}: {
  isPending: boolean
  onSubmit: (event: FormEvent) => void
  more?: ReactNode
  children: ReactNode
}) {
  return (
    <search>
      <form aria-busy={isPending} className="flex flex-wrap gap-2" onSubmit={onSubmit}>
        {children}
        <Button type="submit" className="h-9">
          Find
        </Button>
        {more}
      </form>
    </search>
  )
}
