import clsx from 'clsx'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import { percentWords } from '@/lib/flow/figures'
import { CLASS_WORDS, WAY_WORDS } from '@/lib/format/change-words'
import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { ListedVersion, VersionFigures } from '@/lib/model/listed-change'
import { ChangeActorName } from './change-actor-name'
import { ChangeReason } from './change-reason'
import { EffectStrip } from './effect-strip'
import type { ComparedNumbers } from './version-table'

const CELL = 'px-3 py-2.5 align-top last:pr-4'

/** One version: what it changed, who made it and why, and how executions went before it and with it. */
export function VersionRow({
  version,
  chosen,
}: {
  version: ListedVersion
  /** Null where there is nothing to compare it with. */
  chosen: ComparedNumbers | null
}) {
  const { number } = version
  return (
    <tr className="border-t border-line first:border-t-0 hover:bg-hover">
      {chosen === null ? null : (
        <td className={`${CELL} pl-4 whitespace-nowrap`}>
          <span className="flex gap-3">
            <Choice name="from" number={number} isChosen={chosen.from === number} />
            <Choice name="to" number={number} isChosen={chosen.to === number} />
          </span>
        </td>
      )}
      <th scope="row" className={`${CELL} max-w-44 min-w-32 text-left font-normal`}>
        <Named version={version} />
      </th>
      <td className={`${CELL} max-w-md min-w-56`}>
        <What version={version} />
      </td>
      <td className={`${CELL} max-w-64 min-w-40`}>
        {version.changeId === null ? (
          <span className="text-xs text-ink-3">not known: it was there when looking began</span>
        ) : (
          <>
            <ChangeActorName actor={version.actor} range="all" />
            <span className="mt-0.5 line-clamp-2 block text-xs">
              <ChangeReason reason={version.reason} merge={version.merge} tickets={[]} />
            </span>
          </>
        )}
      </td>
      <td className={`${CELL} text-xs whitespace-nowrap text-ink-2`}>
        <Executed version={version} />
      </td>
      <td className={`${CELL} text-right whitespace-nowrap tabular-nums`}>
        <BeforeAfter
          before={successWords(version.before)}
          after={successWords(version.with)}
          isWorse={(shareOf(version.with) ?? 1) < (shareOf(version.before) ?? 0)}
        />
      </td>
      <td className={`${CELL} text-right whitespace-nowrap tabular-nums`}>
        <BeforeAfter before={p95Words(version.before)} after={p95Words(version.with)} isWorse={false} />
      </td>
      <td className={CELL}>
        <EffectStrip {...version.effect} />
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

function Named({ version: { number, versions, commits, repeats, firstAt } }: { version: ListedVersion }) {
  const words = [...versions, ...commits.map((commit) => commit.slice(0, 7))]
  return (
    <>
      <span className="font-medium text-ink">v{number}</span>
      <span className="ml-1.5 text-2xs whitespace-nowrap text-ink-3">
        <Time iso={firstAt.toISOString()} />
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

function What({ version }: { version: ListedVersion }) {
  const { changeId, summary, classes, isUnexplained, way } = version
  return (
    <>
      {changeId === null ? (
        <span className="text-ink-3">The first version that is known</span>
      ) : (
        <Link
          href={`/changes/${changeId}`}
          className="line-clamp-2 font-medium wrap-anywhere text-ink hover:underline"
          title={summary}
        >
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
    </>
  )
}

function Executed({ version }: { version: ListedVersion }) {
  const { executedAt, lastExecutedAt, firstExecutionId, lastExecutionId } = version
  const count = (
    <span className="block text-ink tabular-nums">{countOf(version.with.executions, 'execution')}</span>
  )
  if (executedAt === null)
    return (
      <>
        {count}
        <span className="text-ink-3">none names it</span>
      </>
    )
  return (
    <>
      {count}
      <Linked id={firstExecutionId} at={executedAt} word="first" />
      {lastExecutedAt === null || lastExecutionId === firstExecutionId ? null : (
        <Linked id={lastExecutionId} at={lastExecutedAt} word="last" />
      )}
    </>
  )
}

function Linked({ id, at, word }: { id: string | null; at: Date; word: string }) {
  const time = <Time iso={at.toISOString()} />
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
    <>
      <span className="text-xs text-ink-3">
        <span className="sr-only">before </span>
        {before}
        <span aria-hidden> → </span>
        <span className="sr-only">, with it </span>
      </span>
      <span className={clsx(isWorse ? 'text-failed' : 'text-ink')}>{after}</span>
    </>
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
