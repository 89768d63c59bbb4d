import { VersionComparison } from '@/components/change/version-comparison'
import { VersionTable } from '@/components/change/version-table'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { compareDefinitions } from '@/lib/changes/compare-definitions'
import { shownVersion } from '@/lib/changes/shown-version'
import { flowTabHref } from '@/lib/flow/flow-address'
import type { ListedVersion, NumberedDefinition, ToldVersions } from '@/lib/model/listed-change'
import type { FlowAddress } from './search-params'

/** So many come first: what is asked for is nearly always among them. */
export const VERSIONS_SHOWN = 25
export const VERSIONS_MAX = 200

type Props = {
  flowId: string
  versions: ListedVersion[]
  told: ToldVersions
  compared: NumberedDefinition[]
  address: FlowAddress
}

/** The versions of a flow's definition, and two of them against each other where two are chosen. */
export function DefinitionVersions({ flowId, versions, told, compared, address }: Props) {
  const isCut = address.all === null && versions.length > VERSIONS_SHOWN
  const shown = isCut ? versions.slice(0, VERSIONS_SHOWN) : versions
  const [newest, next] = shown
  const chosen = {
    from: address.from ?? next?.number ?? 0,
    to: address.to ?? newest?.number ?? 0,
  }
  return (
    <section aria-label="Versions" className="flex min-w-0 flex-col gap-3">
      <Comparison flowId={flowId} compared={compared} address={address} />
      <VersionTable
        key={`${chosen.from} ${chosen.to}`}
        flowId={flowId}
        versions={shown.map(shownVersion)}
        told={told}
        chosen={chosen}
      />
      {isCut ? (
        <div>
          <ButtonLink size="sm" scroll={false} href={flowTabHref(flowId, 'versions', { all: '1' })}>
            Older versions
          </ButtonLink>
        </div>
      ) : null}
      {versions.length === VERSIONS_MAX ? (
        <p className="text-xs text-ink-3">The newest {VERSIONS_MAX} versions.</p>
      ) : null}
    </section>
  )
}

function Comparison({ flowId, compared, address: { from, to, look } }: Omit<Props, 'versions' | 'told'>) {
  if (from === null || to === null) return null
  const of = (asked: number) => compared.find(({ number }) => number === asked)
  const [before, after] = [of(from), of(to)]
  if (before === undefined || after === undefined)
    return (
      <EmptyState
        kind="no-match"
        title={`There is no version ${before === undefined ? from : to} to compare`}
      >
        <ButtonLink size="sm" className="mt-2" scroll={false} href={flowTabHref(flowId, 'versions')}>
          Show the versions alone
        </ButtonLink>
      </EmptyState>
    )
  return (
    <VersionComparison
      flowId={flowId}
      before={before}
      after={after}
      compared={compareDefinitions(before, after)}
      look={look}
    />
  )
}
