import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { LiveRefresh } from '@/components/live/live-refresh'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { TabLinks } from '@/components/ui/tab-links'
import { requireViewer } from '@/lib/auth/viewer'
import { VIEW_WORDS } from '@/lib/format/change-words'
import { changesHref } from '@/lib/input/change-address'
import { CHANGE_VIEWS } from '@/lib/model/listed-change'
import { Results } from './results'
import { loadChangeParams } from './search-params'

export const metadata: Metadata = { title: 'Changes' }

/** The worker puts changes together every few seconds. */
const REFRESH_MS = 5_000

type Props = { searchParams: Promise<SearchParams> }

/** Who changed which flow, when, what and why. */
export default async function ChangesPage({ searchParams }: Props) {
  const [scope, address] = await Promise.all([requireViewer(), loadChangeParams(searchParams)])
  const view = CHANGE_VIEWS.find((each) => each === address.view)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-4 px-4 py-6 sm:px-6">
      <PageHeader
        title="Changes"
        description={
          view === undefined
            ? 'Who changed which flow, what it did and why, from every witness there is.'
            : VIEW_WORDS[view].says
        }
        actions={<ButtonLink href="/changes/drift">Drift</ButtonLink>}
      />
      <TabLinks
        label="Views of the changes"
        links={[
          { href: changesHref({ view: '' }, address), title: 'All', current: view === undefined },
          ...CHANGE_VIEWS.map((each) => ({
            // A question stays open however old its change is.
            href: changesHref({ view: each, ...(isOfQuestions(each) ? { range: 'all' } : {}) }, address),
            title: VIEW_WORDS[each].title,
            current: view === each,
          })),
        ]}
      />
      <LiveRefresh topics={['changes']} atMostEveryMs={REFRESH_MS} />
      <Results scope={scope} address={address} />
    </div>
  )
}

const isOfQuestions = (view: string): boolean => view === 'asked_of_me' || view === 'i_asked'
