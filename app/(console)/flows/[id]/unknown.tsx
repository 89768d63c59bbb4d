import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** We could not find out, which must not look like "none". */
export function Unknown({ why, href }: { why: 'too_slow' | 'unavailable'; href: string }) {
  return (
    <EmptyState
      kind="unknown"
      title={
        why === 'too_slow' ? 'Unknown: the question took too long' : 'Unknown: the database does not answer'
      }
    >
      <div className="mt-4 flex justify-center">
        <ButtonLink href={href}>Try again</ButtonLink>
      </div>
    </EmptyState>
  )
}
