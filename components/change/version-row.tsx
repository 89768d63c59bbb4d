import clsx from 'clsx'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import type { ShownVersion } from '@/lib/changes/shown-version'
import { percentWords } from '@/lib/flow/figures'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { VersionFigures } from '@/lib/model/listed-change'
import { ChangeActorName } from './change-actor-name'
import { ChangeReason } from './change-reason'
import { PackedEffect } from './effect-strip'
import type { ComparedNumbers } from './version-table'

/** One version: what it changed, who made it and why, and how executions went before it and with it. */
export function VersionRow({
  version,
  chosen,
}: {
  version: ShownVersion
  /** Null where there is nothing to compare it with. */
  chosen: ComparedNumbers | null
}) {
  const { number } = version
  return (
    <tr>
      {chosen === null ? null : (
        <td data-label="Compare" className="md:whitespace-nowrap">
          <span className="flex gap-3">
            <Choice name="from" number={number} isChosen={chosen.from === number} />
            <Choice name="to" number={number} isChosen={chosen.to === number} />
          </span>
        </td>
      )}
      <th scope="row" className="md:max-w-44 md:min-w-32">
        <Named version={version} />
      </th>
      <td data-label="What" className="md:max-w-md md:min-w-56">
        <What version={version} />
      </td>
      <td data-label="Who and why" className="md:max-w-64 md:min-w-40">
        {version.changeId === null ? (
          <span className="text-xs text-ink-3">not known: it was there when looking began</span>
        ) : (
          <div>
            <ChangeActorName actor={version.actor} range="all" />
            <span className="mt-0.5 line-clamp-2 text-xs">
              <ChangeReason reason={version.reason} merge={version.merge} tickets={[]} />
            </span>
          </div>
        )}
      </td>
      <td data-label="Executed" className="text-xs md:whitespace-nowrap text-ink-2">
        <Executed version={version} />
      </td>
      <td data-label="Success" className="md:text-right md:whitespace-nowrap tabular-nums">
        <BeforeAfter
          before={successWords(version.before)}
          after={successWords(version.with)}
          isWorse={(shareOf(version.with) ?? 1) < (shareOf(version.before) ?? 0)}
        />
      </td>
      <td data-label="p95" className="md:text-right md:whitespace-nowrap tabular-nums">
        <BeforeAfter before={p95Words(version.before)} after={p95Words(version.with)} isWorse={false} />
      </td>
      <td data-label="Before, from it">
        <PackedEffect {...version.effect} />
      </td>
    </tr>
  )
}

const Choice = ({ name, number, isChosen }: { name: string; number: number; isChosen: boolean }) => (
  <input
    type="radio"
    name={name}
    value={number}
    defaultChecked={isChosen}
    aria-label={`Compare ${name} version ${number}`}
    className="size-4 accent-accent"
  />
)

function Named({ version: { number, versions, commits, repeats, firstAt } }: { version: ShownVersion }) {
  const words = [...versions, ...commits.map((commit) => commit.slice(0, 7))]
  return (
    <>
      <span className="font-medium text-ink">v{number}</span>
      <span className="ml-1.5 text-2xs whitespace-nowrap text-ink-3">
        <Time iso={firstAt} />
      </span>
      {words.length === 0 ? null : (
        <span
          className="block truncate font-mono text-xs text-ink-3"
          title={[...versions, ...commits].join(', ')}
        >
          {words.slice(0, 2).join(', ')}
          {words.length > 2 ? ` +${words.length - 2}` : ''}
        </span>
      )}
      {repeats === 0 ? null : (
        <span className="block text-2xs text-ink-3" title="Formatting and comments make no version">
          told again {repeats === 1 ? 'once' : `${formatCount(repeats)} times`}, the same
        </span>
      )}
    </>
  )
}

function What({ version }: { version: ShownVersion }) {
  const { changeId, summary, classes, isUnexplained, way } = version
  return (
    <div>
      {changeId === null ? (
        <span className="text-ink-3">The first version that is known</span>
      ) : (
        <Link href={`/changes/${changeId}`} prefetch={false} className="list-title" title={summary}>
          {summary}
        </Link>
      )}
      <span className="mt-1 flex flex-wrap items-center gap-1">
        {classes.map((each) => (
          <Badge key={each} tone="outline">
            {CLASS_WORDS[each]}
          </Badge>
        ))}
        {isUnexplained ? <Badge tone="warning">Unexplained</Badge> : null}
        {way === 'console' || way === 'api' ? <Badge tone="warning">{WAY_WORDS[way]}</Badge> : null}
      </span>
    </div>
  )
}

function Executed({ version }: { version: ShownVersion }) {
  const { executedAt, lastExecutedAt, firstExecutionId, lastExecutionId } = version
  const count = (
    <span className="block text-ink tabular-nums">{countOf(version.with.executions, 'execution')}</span>
  )
  if (executedAt === null)
    return (
      <div>
        {count}
        <span className="text-ink-3">none names it</span>
      </div>
    )
  return (
    <div>
      {count}
      <Linked id={firstExecutionId} at={executedAt} word="first" />
      {lastExecutedAt === null || lastExecutionId === firstExecutionId ? null : (
        <Linked id={lastExecutionId} at={lastExecutedAt} word="last" />
      )}
    </div>
  )
}

function Linked({ id, at, word }: { id: string | null; at: string; word: string }) {
  const time = <Time iso={at} />
  return (
    <span className="block">
      <span className="text-ink-3">{word} </span>
      {id === null ? (
        time
      ) : (
        <Link href={`/executions/${id}`} prefetch={false} className="hover:underline">
          {time}
        </Link>
      )}
    </span>
  )
}

function BeforeAfter({ before, after, isWorse }: { before: string; after: string; isWorse: boolean }) {
  return (
    <span>
      <span className="text-xs text-ink-3">
        <span className="sr-only">before </span>
        {before}
        <span aria-hidden> → </span>
        <span className="sr-only">, with it </span>
      </span>
      <span className={clsx(isWorse ? 'text-failed' : 'text-ink')}>{after}</span>
    </span>
  )
}

/** Of those that ended; null where none did: that is not 100 %. */
const shareOf = ({ succeeded, ended }: VersionFigures): number | null =>
  ended === 0 ? null : succeeded / ended

const successWords = (of: VersionFigures): string => {
  const share = shareOf(of)
  return share === null ? '–' : percentWords(share)
}

const p95Words = ({ p95Ms }: VersionFigures): string => (p95Ms === null ? '–' : formatDuration(p95Ms))
