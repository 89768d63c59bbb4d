import type { Metadata } from 'next'
import { ExecutionActions } from '@/components/execution/execution-actions'
import { ExecutionFacts } from '@/components/execution/execution-facts'
import { ExecutionHeader } from '@/components/execution/execution-header'
import { ExecutionLabels } from '@/components/execution/execution-labels'
import { SaidBy } from '@/components/execution/said-by'
import { NamePlace } from '@/components/frame/name-place'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Part } from '@/components/ui/part'
import { TabLinks } from '@/components/ui/tab-links'
import { type ExecutionDetail, getExecution } from '@/db/queries/get-execution'
import { getExecutionNeighbours } from '@/db/queries/get-execution-neighbours'
import { refuseThing } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { witnessesOf } from '@/lib/executions/provenance'
import { EXECUTION_TABS, type ExecutionTab, openingTab, TAB_TITLES } from '@/lib/model/execution-tab'
import type { Scope } from '@/lib/model/scope'
import { isBroken, isTerminal } from '@/lib/model/state'
import { isUuid } from '@/lib/model/uuid'
import { Broken } from './broken'
import { Related } from './related'
import { parseAddress, type SearchParams } from './search-params'
import { TabSkeleton, tabContent } from './tab-content'

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await requireViewer()
  const execution = await find(viewer, (await params).id)
  return { title: `${execution.flow} · ${execution.title ?? execution.nativeId}` }
}

/** One execution: where it broke, if it did, and everything it is made of. */
export default async function ExecutionPage({ params, searchParams }: Props) {
  const viewer = await requireViewer()
  const execution = await find(viewer, (await params).id)
  const [address, neighbours] = await Promise.all([
    parseAddress(searchParams, openingTab(execution)),
    getExecutionNeighbours(viewer, execution),
  ])
  const path = `/executions/${execution.id}`
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 pb-6 sm:px-6">
      <NamePlace id={execution.id} name={`${execution.flow} · ${execution.title ?? execution.nativeId}`} />
      <ExecutionHeader execution={execution}>
        <ExecutionActions
          executionId={execution.id}
          parentId={execution.parentId}
          neighbours={neighbours}
          traceId={execution.traceId}
        />
      </ExecutionHeader>
      <ExecutionFacts execution={execution} usual={neighbours.usual} />
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1.5">
        <SaidBy
          witnesses={witnessesOf(execution.facts, execution.state)}
          historyHref={`${path}?tab=history`}
        />
        <ExecutionLabels labels={execution.labels} />
      </div>
      <Part fallback={null}>{Related({ viewer, execution })}</Part>
      {isBroken(execution.state) ? (
        <Part fallback={null}>
          {Broken({ viewer, execution, path, isBrief: address.tab !== 'waterfall' })}
        </Part>
      ) : null}
      <div id="parts" className="scroll-mt-28">
        <TabLinks
          label="Parts of the execution"
          links={EXECUTION_TABS.map((tab) => tabLink(path, tab, address.tab, address.span))}
        />
      </div>
      <Part key={address.tab} fallback={<TabSkeleton tab={address.tab} />}>
        {tabContent({
          viewer,
          execution,
          address,
          lastGoodId: neighbours.lastGood?.id ?? null,
          path,
        })}
      </Part>
      {/* An execution that has ended may still be told more about, or be put back to work. */}
      <LiveRefresh topics={[`execution:${execution.id}`]} />
      <p role="status" className="sr-only">
        {isTerminal(execution.state) ? `Ended: ${execution.state}` : `Now: ${execution.state}`}
      </p>
    </div>
  )
}

async function find(viewer: Scope, id: string): Promise<ExecutionDetail> {
  const execution = isUuid(id) ? await getExecution(viewer, id) : null
  return execution ?? refuseThing(viewer, 'execution', id)
}

/** The selected step goes along: its logs are what the log tab is opened for. */
function tabLink(path: string, tab: ExecutionTab, current: ExecutionTab, span: string | null) {
  const carried = span && (tab === 'waterfall' || tab === 'logs') ? `&span=${span}` : ''
  return { href: `${path}?tab=${tab}${carried}`, title: TAB_TITLES[tab], current: tab === current }
}
