import { FlowVersionTable } from '@/components/flow/flow-version-table'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { countToldVersions } from '@/db/queries/count-told-versions'
import { listDefinitionVersions } from '@/db/queries/list-definition-versions'
import { listDefinitions } from '@/db/queries/list-definitions'
import { listFlowVersions, VERSION_EXECUTIONS } from '@/db/queries/list-flow-tasks'
import { flowTabHref } from '@/lib/flow/flow-address'
import { formatCount } from '@/lib/format/count'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { DefinitionVersions, VERSIONS_MAX, VERSIONS_SHOWN } from './definition-versions'
import type { FlowAddress } from './search-params'
import { Unknown } from './unknown'

type Props = { scope: Scope; flow: FlowDetail; address: FlowAddress }

/** Which versions of its definition the flow had, which versions and commits executions name, and how they fared. */
export async function FlowVersions({ scope, flow, address }: Props) {
  const { from, to, all } = address
  const asked = from === null || to === null ? null : [from, to]
  const found = await answered(() =>
    Promise.all([
      listDefinitionVersions(scope, flow.id, all === null ? VERSIONS_SHOWN + 1 : VERSIONS_MAX),
      asked === null ? [] : listDefinitions(scope, flow.id, asked),
      listFlowVersions(scope, flow.id),
      countToldVersions(scope, flow.id),
    ]),
  )
  if (!found.known) return <Unknown why={found.why} href={flowTabHref(flow.id, 'versions')} />
  const [defined, compared, executed, told] = found.value
  if (defined.length === 0 && executed.versions.length === 0) return <NoVersions />
  return (
    <>
      {defined.length === 0 ? null : (
        <DefinitionVersions
          flowId={flow.id}
          versions={defined}
          told={told}
          compared={compared}
          address={address}
        />
      )}
      {executed.versions.length === 0 ? null : (
        <section aria-label="Versions that executions name" className="flex min-w-0 flex-col gap-2">
          {defined.length === 0 ? null : (
            <h2 className="text-sm font-semibold text-ink">What executions call their versions</h2>
          )}
          <FlowVersionTable flowId={flow.id} versions={executed.versions} />
          {executed.isCut ? (
            <p className="text-xs text-ink-3">
              Counted over the newest {formatCount(VERSION_EXECUTIONS)} executions.
            </p>
          ) : null}
        </section>
      )}
    </>
  )
}

function NoVersions() {
  return (
    <EmptyState kind="empty" title="No version was told">
      <p>
        Neither the tool nor a repository told how this flow is defined, and no execution of it says which
        version or commit it ran. The attributes <code>service.version</code> and{' '}
        <code>vcs.ref.head.revision</code> tell that.
      </p>
    </EmptyState>
  )
}
