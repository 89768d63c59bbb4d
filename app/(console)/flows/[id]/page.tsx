import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { cache, type ReactNode } from 'react'
import { FlowHeader } from '@/components/flow/flow-header'
import { NamePlace } from '@/components/frame/name-place'
import { Part } from '@/components/ui/part'
import { TabLinks } from '@/components/ui/tab-links'
import { getFlow } from '@/db/queries/get-flow'
import { refuseThing } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { FLOW_TABS, type FlowTab, flowTabHref } from '@/lib/flow/flow-address'
import type { FlowDetail } from '@/lib/model/flow-page'
import type { Scope } from '@/lib/model/scope'
import { isUuid } from '@/lib/model/uuid'
import { setFavouriteAction } from '../../favourites'
import { FlowExecutions } from './flow-executions'
import { FlowGridTab } from './flow-grid-tab'
import { FlowOverview } from './flow-overview'
import { FlowTasks } from './flow-tasks'
import { FlowVersions } from './flow-versions'
import { type FlowAddress, loadFlowParams } from './search-params'
import { FlowTabSkeleton } from './tab-skeleton'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { flow } = await find((await params).id)
  return { title: flow.name }
}

/** One flow: how it has been, and everything it was seen to do. */
export default async function FlowPage({ params, searchParams }: Props) {
  const [{ scope, flow }, address] = await Promise.all([
    find((await params).id),
    loadFlowParams(searchParams),
  ])
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 pb-6 sm:px-6">
      <NamePlace id={flow.id} name={flow.name} />
      <FlowHeader flow={flow} setFavourite={setFavouriteAction} />
      <TabLinks
        label="Parts of the flow"
        links={FLOW_TABS.map((tab) => ({
          // A flow that runs once a week has nothing to show of the usual seven days.
          href: flowTabHref(flow.id, tab, tab === 'executions' ? { range: '30d' } : {}),
          title: TITLES[tab],
          current: tab === address.tab,
        }))}
      />
      <Part key={JSON.stringify(address)} fallback={<FlowTabSkeleton />}>
        {tabContent({ scope, flow, address })}
      </Part>
    </div>
  )
}

const TITLES: Record<FlowTab, string> = {
  overview: 'Overview',
  grid: 'Grid',
  tasks: 'Tasks',
  versions: 'Versions',
  executions: 'Executions',
}

/** The flow is asked for once, for the title and for the page. */
const find = cache(async (id: string): Promise<{ scope: Scope; flow: FlowDetail }> => {
  const scope = await requireViewer()
  const flow = isUuid(id) ? await getFlow(scope, id) : null
  return flow ? { scope, flow } : refuseThing(scope, 'flow', id)
})

function tabContent(of: { scope: Scope; flow: FlowDetail; address: FlowAddress }): Promise<ReactNode> {
  const { scope, flow, address } = of
  switch (address.tab) {
    case 'overview':
      return FlowOverview({ scope, flow, days: address.days })
    case 'grid':
      return FlowGridTab(of)
    case 'tasks':
      return FlowTasks({ scope, flow, sort: address.sort })
    case 'versions':
      return FlowVersions(of)
    case 'executions':
      return FlowExecutions(of)
    default:
      return address.tab satisfies never
  }
}
