import Link from 'next/link'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { DEFAULT_LIST, listAddress } from '@/lib/query/list-address'
import { windowText } from '@/lib/query/window'

const DAY_MS = 86_400_000

/** Where to begin in the sample: the day on which one change broke nine executions, and what else is in it. */
export function WhatToSee({ bad }: { bad: { day: string; commit: string } }) {
  const dayMs = Date.parse(bad.day)
  const range = windowText(dayMs, dayMs + DAY_MS)
  const fortnight = windowText(dayMs - 14 * DAY_MS, dayMs + 14 * DAY_MS)
  const change = `commit:${bad.commit.slice(0, 12)}`
  const places = [
    {
      href: listAddress({ ...DEFAULT_LIST, q: `state:failed ${change}`, range }),
      title: 'The bad Thursday',
      about:
        'One change was merged at 10:12 UTC and taken back at 13:40. In between nine executions failed, in four tools.',
    },
    {
      href: listAddress({ ...DEFAULT_LIST, q: change, range }),
      title: 'Everything that ran on that change',
      about: 'Most went well: only what reads the column that was renamed failed.',
    },
    {
      href: listAddress({ ...DEFAULT_LIST, q: 'flow:orders_hourly source:*sample*', range: fortnight }),
      title: 'A flow across two tools',
      about:
        'Every hour Airflow starts dbt, which is its child in one trace. On the Monday before, the warehouse was slow.',
    },
    {
      href: listAddress({ ...DEFAULT_LIST, q: 'attempt:>1 source:*sample*', range: fortnight }),
      title: 'What was run again',
      about: 'Workflows that somebody did not believe had failed.',
    },
  ]
  return (
    <Card>
      <CardHeader title="What to look at" description="Everything of the sample is marked as such." />
      <CardBody>
        <ul className="flex flex-col gap-3">
          {places.map(({ href, title, about }) => (
            <li key={title}>
              <Link href={href} className="text-sm font-medium text-accent hover:underline">
                {title}
              </Link>
              <p className="text-sm text-ink-2">{about}</p>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}
