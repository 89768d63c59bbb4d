import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/lib/format/count'
import { reasonWords, signalName } from '@/lib/format/source-words'
import type { Arrival } from '@/lib/model/arrival'
import type { ClockSkew } from '@/lib/model/clock-skew'
import { ClockLine } from './clock-line'

type Counts = Arrival['counts']

const VERDICTS = [
  { verdict: 'stored', title: 'Stored', about: 'kept as sent' },
  { verdict: 'duplicate', title: 'Duplicate', about: 'sent again, kept once' },
  { verdict: 'rejected', title: 'Rejected', about: 'not kept, and why' },
  { verdict: 'redacted', title: 'Redacted', about: 'secrets taken out before storing' },
] as const

/** What became of everything that the source sent: every item is in exactly one of the first three. */
export function HealthCard({
  counts,
  sourceId,
  skew,
}: {
  counts: Counts
  sourceId: string
  skew: ClockSkew | null
}) {
  return (
    <Card>
      <CardHeader title="Health" description="What became of everything it sent in the last 24 hours." />
      <CardBody>
        {counts.length === 0 ? (
          <EmptyState kind="empty" title="Nothing in the last 24 hours" level={3}>
            <p>
              If something should have come by now, check that its address and its token or secret are the
              right ones.
            </p>
            <div className="mt-4 flex justify-center">
              <ButtonLink href={`/sources/${sourceId}/connect`}>How to send</ButtonLink>
            </div>
          </EmptyState>
        ) : (
          <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
            {VERDICTS.map(({ verdict, title, about }) => (
              <Verdict
                key={verdict}
                title={title}
                about={about}
                isBad={verdict === 'rejected'}
                rows={counts.filter((row) => row.verdict === verdict)}
              />
            ))}
          </dl>
        )}
        {counts.some(({ signal }) => signal === 'spans') ? <ClockLine skew={skew} /> : null}
      </CardBody>
    </Card>
  )
}

function Verdict({
  title,
  about,
  isBad,
  rows,
}: {
  title: string
  about: string
  isBad: boolean
  rows: Counts
}) {
  const total = rows.reduce((sum, row) => sum + row.count, 0)
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-ink-3">{title}</dt>
      <dd
        className={`text-2xl font-semibold tracking-tight tabular-nums ${isBad && total > 0 ? 'text-failed' : 'text-ink'}`}
      >
        {formatCount(total)}
      </dd>
      <dd className="text-xs text-ink-3">{about}</dd>
      <dd>
        <ul className="mt-2 flex flex-col gap-1 text-xs">
          {rows.map((row) => (
            <li key={`${row.signal} ${row.reason}`} className="flex justify-between gap-2">
              <span className="min-w-0 truncate text-ink-2">
                {row.reason === ''
                  ? signalName(row.signal)
                  : `${signalName(row.signal)}: ${reasonWords(row.reason)}`}
              </span>
              <span className="text-ink-2 tabular-nums">{formatCount(row.count)}</span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  )
}
