import type { Metadata } from 'next'
import { SampleCard } from '@/components/sample/sample-card'
import { PageHeader } from '@/components/ui/page-header'
import { getSample } from '@/db/queries/get-sample'
import { refusePage } from '@/lib/auth/refused-page'
import { requireViewer } from '@/lib/auth/viewer'
import { mayIn } from '@/lib/model/scope'
import { removeSampleAction, startSampleAction, stopSampleAction } from './actions'

export const metadata: Metadata = { title: 'Sample data' }

const ACTIONS = { start: startSampleAction, stop: stopSampleAction, remove: removeSampleAction }

export default async function SamplePage() {
  const scope = await requireViewer()
  if (!mayIn(scope, 'sample.write', null)) refusePage(scope, '/sample', 'sample.write')
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageHeader
        title="Sample data"
        description="Two weeks of a simulated company, to see what Runledger does before your own tools send: six teams, forty flows, five tools, over six thousand executions, and one Thursday on which a change breaks things."
      />
      <SampleCard initial={await getSample(scope)} actions={ACTIONS} />
      <p className="max-w-2xl text-sm text-ink-3">
        A seeded generator sends it through the same receivers that your tools use, into sources and teams of
        its own whose names end in “(sample)”. It takes about a minute, and is removed as easily.
      </p>
    </div>
  )
}
