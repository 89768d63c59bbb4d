import type { Metadata } from 'next'
import { MergeList } from '@/components/settings/merge-list'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { listActorMerges } from '@/db/queries/list-actor-merges'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { decideMergeAction } from './actions'

export const metadata: Metadata = { title: 'People' }

/** Which names that tools and commits give are one person. */
export default async function PeoplePage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'member.write', null)) refusePage(scope, '/settings/people', 'member.write')
  const merges = await listActorMerges(scope)
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title="People"
        description="One person has a name in Git, one in each tool and one here. Names are taken for one by the same e-mail address; what is only likely waits for you."
      />
      {merges.length === 0 ? (
        <EmptyState kind="empty" title="No two names look like one person yet">
          <p>Names come with the commits and edits that changes are made of.</p>
          <ButtonLink size="sm" className="mt-3" href="/changes">
            Changes
          </ButtonLink>
        </EmptyState>
      ) : (
        <MergeList merges={merges} action={decideMergeAction} />
      )}
    </div>
  )
}
