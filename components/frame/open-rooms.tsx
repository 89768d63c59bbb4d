'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { placeOf } from './places'
import { useShownPlaces } from './shown-places'

/**
 * Says to somebody who only audits that a page is not for them, in place of lists that would be empty. Courtesy, not
 * protection: what they may not read, no question answers them.
 */
export function OpenRooms({ children }: { children: ReactNode }) {
  const place = placeOf(usePathname())
  const places = useShownPlaces()
  // Home leads to the log; the log itself says who may not read it, and writes that down.
  const sendsOn = place?.href === '/' || place?.href === '/audit'
  if (place === undefined || sendsOn || places.includes(place)) return children
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader title={place.title} />
      <EmptyState kind="unknown" title="Only the audit log is open to you">
        <p>
          As an auditor you see what was done, and nothing else. An owner can give you another role beside it.
        </p>
        <ButtonLink size="sm" className="mt-3" href="/audit">
          To the audit log
        </ButtonLink>
      </EmptyState>
    </div>
  )
}
