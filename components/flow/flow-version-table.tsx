import clsx from 'clsx'
import Link from 'next/link'
import { StateBadge } from '@/components/execution/state-badge'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { percentWords, successRatio } from '@/lib/flow/figures'
import { flowTabHref } from '@/lib/flow/flow-address'
import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import { versionWords } from '@/lib/format/execution-words'
import type { FlowVersion } from '@/lib/model/flow-page'
import { printTerm } from '@/lib/query/print'

const COLUMNS = [
  ['Version', ''],
  ['First started', ''],
  ['Last started', ''],
  ['Executions', 'text-right'],
  ['Success', 'text-right'],
  ['p95', 'text-right'],
] as const

/** The versions of a flow, the one that ran last first. */
export function FlowVersionTable({ flowId, versions }: { flowId: string; versions: FlowVersion[] }) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-card">
      <table className="list-table md:whitespace-nowrap">
        <caption className="sr-only">Versions of the flow that ran, newest first</caption>
        <thead>
          <tr>
            {COLUMNS.map(([title, className]) => (
              <th key={title} scope="col" className={className}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <VersionRow key={version.last.id} flowId={flowId} version={version} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function VersionRow({ flowId, version }: { flowId: string; version: FlowVersion }) {
  const ratio = successRatio(version)
  const { short } = versionWords({ ...version, branch: null })
  const q =
    version.version === null
      ? printTerm({ key: 'commit', values: [version.commit ?? ''] })
      : printTerm({ key: 'version', values: [version.version] })
  return (
    <tr>
      <th scope="row">
        <span className="flex items-center gap-1.5 font-medium max-md:flex-wrap md:max-w-96">
          <span
            className="truncate font-mono text-xs text-ink"
            title={version.version ?? version.commit ?? undefined}
          >
            {short}
          </span>
          {version.version && version.commit ? (
            <span className="truncate text-xs font-normal text-ink-3" title={version.commit}>
              <span className="font-mono">{version.commit.slice(0, 7)}</span>
              {version.commits > 1 ? ` and ${countOf(version.commits - 1, 'more commit')}` : ''}
            </span>
          ) : null}
          {version.branch ? (
            <span className="truncate text-xs font-normal text-ink-3">{version.branch}</span>
          ) : null}
          {version.commit ? <CopyButton value={version.commit} label="commit" /> : null}
        </span>
      </th>
      <td data-label="First" className="text-ink-2">
        <Link href={`/executions/${version.first.id}`} prefetch={false} className="hover:underline">
          <Time iso={new Date(version.first.atMs).toISOString()} />
        </Link>
      </td>
      <td data-label="Last" className="text-ink-2">
        <Link
          href={`/executions/${version.last.id}`}
          prefetch={false}
          className="inline-flex items-center gap-1.5 hover:underline"
        >
          <StateBadge state={version.last.state} look="icon" />
          <Time iso={new Date(version.last.atMs).toISOString()} />
        </Link>
      </td>
      <td data-label="Executions" className="tabular-nums md:text-right">
        <Link
          href={flowTabHref(flowId, 'executions', { q, range: 'all' })}
          prefetch={false}
          className="text-ink-2 hover:text-ink hover:underline"
        >
          {formatCount(version.executions)}
        </Link>
      </td>
      <td
        data-label="Success"
        title={`${formatCount(version.good)} good, ${formatCount(version.broken)} broken`}
        className={clsx('tabular-nums md:text-right', version.broken > 0 ? 'text-failed' : 'text-ink-2')}
      >
        {ratio === null ? '–' : percentWords(ratio)}
      </td>
      <td data-label="p95" className="text-ink-2 tabular-nums md:text-right">
        {version.p95Ms === null ? '–' : formatDuration(version.p95Ms)}
      </td>
    </tr>
  )
}
