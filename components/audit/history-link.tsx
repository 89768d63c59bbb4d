import { History } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { auditHref } from '@/lib/input/audit-address'

/** What was done to one thing, in the audit log. For those who may read it: `may` says whether. */
export function HistoryLink({
  kind,
  id,
  may,
  size = 'md',
}: {
  /** As entries call it: `source`, `flow`, `user`. */
  kind: string
  id: string
  may: boolean
  size?: 'sm' | 'md'
}) {
  if (!may) return null
  return (
    <ButtonLink variant="ghost" size={size} href={auditHref({ target: `${kind}:${id}` })} prefetch={false}>
      <History aria-hidden />
      History
    </ButtonLink>
  )
}
