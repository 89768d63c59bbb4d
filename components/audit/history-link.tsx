'use client'

import { History } from 'lucide-react'
import { useShownPlaces } from '@/components/frame/shown-places'
import { ButtonLink } from '@/components/ui/button'
import { auditHref } from '@/lib/input/audit-address'

/** What was done to one thing, in the audit log; for those who may read it, and nothing for others. */
export function HistoryLink({
  kind,
  id,
  of,
  size = 'md',
}: {
  /** As entries call it: `source`, `flow`, `user`. */
  kind: string
  id: string
  /** What the thing is called, where several stand on a page. */
  of?: string
  size?: 'sm' | 'md'
}) {
  const mayRead = useShownPlaces().some(({ href }) => href === '/audit')
  if (!mayRead) return null
  return (
    <ButtonLink variant="ghost" size={size} href={auditHref({ target: `${kind}:${id}` })} prefetch={false}>
      <History aria-hidden />
      History
      {of === undefined ? null : <span className="sr-only"> of {of}</span>}
    </ButtonLink>
  )
}
