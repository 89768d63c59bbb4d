import { FlowVersionTable } from '@/components/flow/flow-version-table'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { listFlowVersions, VERSION_EXECUTIONS } from '@/db/queries/list-flow-tasks'
import { flowTabHref } from '@/lib/flow/flow-address'
import { formatCount } from '@/lib/format/count'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { Unknown } from './unknown'

/** Which versions and commits of the flow ran, and how they fared. */
export async function FlowVersions({ scope, flow }: { scope: Scope; flow: FlowDetail }) {
  const found = await answered(() => listFlowVersions(scope, flow.id))
  if (!found.known) return <Unknown why={found.why} href={flowTabHref(flow.id, 'versions')} />
  const { versions, isCut } = found.value
  if (versions.length === 0) {
    return (
      <EmptyState kind="empty" title="No version was told">
        <p>
          No execution of this flow says which version or commit it ran. The attributes{' '}
          <code>service.version</code> and <code>vcs.ref.head.revision</code> tell it.
        </p>
      </EmptyState>
    )
  }
  return (
    <section aria-label="Versions" className="min-w-0">
      <FlowVersionTable flowId={flow.id} versions={versions} />
      {isCut ? (
        <p className="mt-2 text-xs text-ink-3">
          Counted over the newest {formatCount(VERSION_EXECUTIONS)} executions.
        </p>
      ) : null}
    </section>
  )
}
