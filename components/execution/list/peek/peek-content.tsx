import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { webAddress } from '@/lib/format/web-address'
import { EXECUTION_TABS, TAB_TITLES } from '@/lib/model/execution-tab'
import type { PeekedExecution } from '@/lib/model/peeked-execution'
import { ExecutionFacts } from '../../execution-facts'
import { ExecutionLabels } from '../../execution-labels'
import { StateBadge } from '../../state-badge'
import { WhereItBroke } from '../../where-it-broke'
import { PeekTasks } from './peek-tasks'

/** The summary of an execution: how it stands, where it broke, its steps, and the ways on. */
export function PeekContent({ execution, path }: { execution: PeekedExecution; path: string }) {
  const { state, nativeState, flow, namespace, title, nativeId, broken, labels } = execution
  const href = webAddress(execution.url)
  const span = broken?.spanId ? `&span=${broken.spanId}#parts` : null
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StateBadge state={state} word={nativeState} look="filled" />
          <h2 className="min-w-0 text-base font-semibold wrap-anywhere text-ink">
            {namespace ? <span className="font-normal text-ink-3">{namespace} / </span> : null}
            {flow}
          </h2>
        </div>
        {title && title !== flow ? <p className="text-sm wrap-anywhere text-ink-2">{title}</p> : null}
        <div className="flex min-w-0 flex-wrap items-center gap-x-3">
          <NamedId value={nativeId} label="native id" />
          <CopyButton value={execution.id} label="id" text="Id" />
        </div>
      </header>
      <nav aria-label="Parts of the execution" className="flex flex-wrap gap-1">
        {EXECUTION_TABS.map((tab) => (
          <Link
            key={tab}
            href={`${path}?tab=${tab}`}
            prefetch={false}
            className={buttonClass('ghost', 'sm', 'px-2')}
          >
            {TAB_TITLES[tab]}
          </Link>
        ))}
        {href ? (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={buttonClass('ghost', 'sm', 'max-w-56 px-2')}
          >
            <ExternalLink aria-hidden />
            <span className="truncate">{new URL(href).host}</span>
          </a>
        ) : null}
      </nav>
      {broken ? (
        <WhereItBroke
          path={broken.path}
          exception={{ type: broken.type, message: broken.message, stack: null }}
          href={span ? `${path}?tab=waterfall${span}` : null}
          logsHref={span ? `${path}?tab=logs${span}` : null}
        />
      ) : null}
      <ExecutionFacts execution={execution} />
      {Object.keys(labels).length > 0 ? (
        <div className="flex flex-wrap gap-1.5">
          <ExecutionLabels labels={labels} />
        </div>
      ) : null}
      <PeekTasks execution={execution} path={path} />
    </div>
  )
}

function NamedId({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="truncate font-mono text-xs text-ink-3" title={value}>
        {value}
      </span>
      <CopyButton value={value} label={label} />
    </span>
  )
}
