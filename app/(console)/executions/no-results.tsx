import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { answered } from '@/db/answered'
import { countMatching, MATCHING_CAP } from '@/db/queries/count-matching'
import type { ExecutionQuestion } from '@/db/queries/execution-filter'
import { formatCappedCount } from '@/lib/format/count'
import type { Scope } from '@/lib/model/scope'
import { chipsOf, withoutRange } from '@/lib/query/edit'
import { checkQuery } from '@/lib/query/filter'
import { type ListState, listAddress } from '@/lib/query/list-address'
import { windowFrom } from '@/lib/query/window'
import { FirstExecution } from './first-execution'

const CHIPS_MAX = 8

/** Nothing to show: either there is nothing at all, or something in the way, and then what there would be without it. */
export async function NoResults({
  scope,
  list,
  question,
}: {
  scope: Scope
  list: ListState
  question: ExecutionQuestion
}) {
  const always = windowFrom('all', Date.now())
  const chips = chipsOf(list.q)
    .filter((chip) => chip.error === null)
    .slice(0, CHIPS_MAX)
  const ways = [
    ...chips.map((chip) => ({ words: chip.text, q: withoutRange(list.q, chip), range: list.range })),
    ...(list.range === 'all' ? [] : [{ words: null, q: list.q, range: 'all' }]),
  ]
  const questions = ways.map(({ q, range }) => ({
    filter: checkQuery(q).filter,
    window: range === 'all' ? always : question.window,
  }))
  const counted = await answered(() => countMatching(scope, [{ filter: null, window: always }, ...questions]))
  if (!counted.known) return <UnknownResults why={counted.why} list={list} />
  const [inAll = 0, ...counts] = counted.value
  if (inAll === 0) return <FirstExecution />
  const helpful = ways
    .map((way, index) => ({ ...way, count: counts[index] ?? 0 }))
    .filter((way) => way.count > 0)
  return (
    <EmptyState kind="no-match" title="No execution matches">
      {helpful.length > 0 ? (
        <>
          <p>Something stands in the way. Without it:</p>
          <WaysOut ways={helpful} list={list} />
        </>
      ) : (
        <>
          <p>Leaving out one condition alone does not help.</p>
          <div className="mt-4 flex justify-center">
            <ButtonLink href={listAddress({ ...list, q: '', range: 'all', before: '' })}>
              Show all executions
            </ButtonLink>
          </div>
        </>
      )}
    </EmptyState>
  )
}

type Way = { words: string | null; q: string; range: string; count: number }

function WaysOut({ ways, list }: { ways: Way[]; list: ListState }) {
  return (
    <ul className="mx-auto mt-4 flex max-w-md flex-col gap-1.5">
      {ways.map((way) => (
        <li key={way.words ?? 'time'}>
          <Link
            href={listAddress({ ...list, q: way.q, range: way.range, before: '' })}
            className="flex min-h-9 items-center justify-between gap-4 rounded-md border border-line bg-surface px-3 text-left text-sm hover:bg-hover"
          >
            {way.words === null ? (
              <span>Look at all of time</span>
            ) : (
              <span className="min-w-0 truncate">
                Drop <code className="font-mono text-xs">{way.words}</code>
              </span>
            )}
            <span className="shrink-0 text-xs text-ink-3 tabular-nums">
              {formatCappedCount(way.count, MATCHING_CAP)} found
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** We could not find out, which must not look like "none". */
export function UnknownResults({ why, list }: { why: 'too_slow' | 'unavailable'; list: ListState }) {
  const isSlow = why === 'too_slow'
  return (
    <EmptyState
      kind="unknown"
      title={isSlow ? 'Unknown: the question took too long' : 'Unknown: the database does not answer'}
    >
      <p>
        {isSlow
          ? 'There may well be executions that match. A shorter time or a further condition makes the question smaller.'
          : 'What is sent is still taken as far as there is room, and nothing that was accepted is lost.'}
      </p>
      <div className="mt-4 flex justify-center gap-2">
        {isSlow ? (
          <ButtonLink variant="primary" href={listAddress({ ...list, range: '24h', before: '' })}>
            Narrow to the last 24 hours
          </ButtonLink>
        ) : null}
        <ButtonLink href={listAddress(list)}>Try again</ButtonLink>
      </div>
    </EmptyState>
  )
}

/** A page of the list that no longer has rows, as after retention. */
export function NoneOnPage({ list }: { list: ListState }) {
  return (
    <EmptyState kind="no-match" title="No older executions">
      <p>The list ends before this page.</p>
      <div className="mt-4 flex justify-center">
        <ButtonLink href={listAddress({ ...list, before: '' })}>To the newest</ButtonLink>
      </div>
    </EmptyState>
  )
}
