import { ConnectedChain } from '@/components/execution/connected-chain'
import { RelatedExecutions } from '@/components/execution/related-executions'
import type { ExecutionDetail } from '@/db/queries/get-execution'
import { listConnectedExecutions } from '@/db/queries/list-connected-executions'
import { listRelatedExecutions } from '@/db/queries/list-related-executions'
import type { Scope } from '@/lib/model/scope'

/** What hangs together with an execution: the chain across tools where there is one, and its own relatives. */
export async function Related({ viewer, execution }: { viewer: Scope; execution: ExecutionDetail }) {
  const [related, connected] = await Promise.all([
    listRelatedExecutions(viewer, execution),
    listConnectedExecutions(viewer, execution.id),
  ])
  const known = new Set(related.executions.map(({ id }) => id))
  // A chain says more than parents and children where it leads further, or was found otherwise.
  const isChain =
    connected.executions.some(({ id }) => id !== execution.id && !known.has(id)) ||
    connected.edges.some(({ kind }) => kind !== 'parent' && kind !== 'retry_of')
  if (!isChain)
    return <RelatedExecutions executions={related.executions} privateCount={related.privateCount} />
  const inChain = new Set(connected.executions.map(({ id }) => id))
  const others = related.executions.filter(
    ({ id, relation }) => !inChain.has(id) || (relation !== 'parent' && relation !== 'child'),
  )
  return (
    <div className="flex flex-col gap-2.5">
      <ConnectedChain connected={connected} hereId={execution.id} />
      {/* Private ones are counted once, by the chain. */}
      <RelatedExecutions executions={others} privateCount={0} />
    </div>
  )
}
