import { Star } from 'lucide-react'
import Link from 'next/link'
import { OutcomeStrip } from '@/components/flow/outcome-strip'
import { SampleBadge } from '@/components/sample/sample-badge'
import { Card, CardHeader } from '@/components/ui/card'
import { flowHref } from '@/lib/flow/flow-address'
import { packOutcomes } from '@/lib/flow/packed-outcomes'
import type { FavouriteFlow } from '@/lib/model/home'
import { sourceKindName } from '@/lib/model/source-kind'

/** The flows a person has starred, with how they went lately. */
export function FavouritesCard({ flows }: { flows: FavouriteFlow[] }) {
  return (
    <Card aria-label="Favourites" className="min-w-0 self-start overflow-hidden">
      <CardHeader title="Favourites" />
      {flows.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-3">
          Star a flow <Star aria-hidden className="inline size-3.5 align-[-2px]" /> on its page to have it
          here.{' '}
          <Link href="/flows" className="rounded text-accent underline underline-offset-2">
            See all flows
          </Link>
        </p>
      ) : (
        <ul>
          {flows.map((flow) => (
            <li
              key={flow.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2 first:border-t-0"
            >
              <div className="min-w-0">
                <Link
                  href={flowHref(flow.id)}
                  prefetch={false}
                  className="block truncate rounded text-sm font-medium text-ink hover:underline"
                >
                  {flow.name}
                </Link>
                <p className="truncate text-xs text-ink-3">
                  {flow.namespace ? `${flow.namespace} · ` : ''}
                  {sourceKindName(flow.sourceKind)} <SampleBadge isSample={flow.isSample} />
                </p>
              </div>
              <OutcomeStrip packed={packOutcomes(flow.outcomes)} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
