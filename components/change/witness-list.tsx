import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { WITNESS_WORDS } from '@/lib/format/change-words'
import { webAddress } from '@/lib/format/web-address'
import type { Witness } from '@/lib/model/flow-change'
import type { ChangeActor } from '@/lib/model/listed-change'

/** Everything that tells of a change, the first first: what it says, who it names, and where it can be read. */
export function WitnessList({
  witnesses,
  actors,
}: {
  witnesses: Witness[]
  actors: Record<string, ChangeActor>
}) {
  return (
    <ol className="divide-y divide-line">
      {witnesses.map((witness) => (
        <li
          key={`${witness.kind} ${witness.at} ${witness.eventId ?? witness.sha ?? witness.executionId ?? witness.says}`}
          className="px-4 py-3 text-sm"
        >
          <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-ink-3">
            <span className="font-medium text-ink-2">{WITNESS_WORDS[witness.kind]}</span>
            <Time iso={witness.at} />
            {witness.actorKey === null ? null : (
              <span title={witness.actorKey}>
                {actors[witness.actorKey]?.person ?? actors[witness.actorKey]?.name ?? witness.actorKey}
              </span>
            )}
          </p>
          <p className="mt-0.5 wrap-anywhere whitespace-pre-line text-ink">{witness.says}</p>
          <Evidence witness={witness} />
        </li>
      ))}
    </ol>
  )
}

function Evidence({ witness: { url, eventId, sha, executionId } }: { witness: Witness }) {
  const href = webAddress(url)
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 text-xs">
      {sha === null ? null : (
        <span className="inline-flex items-center gap-1 font-mono text-ink-2">
          {sha.slice(0, 10)}
          <CopyButton value={sha} label="commit" />
        </span>
      )}
      {href === null ? null : (
        <a href={href} target="_blank" rel="noreferrer" className="text-accent hover:underline">
          Open where it was said
        </a>
      )}
      {eventId === null ? null : (
        <Link href={`/sources/events/${eventId}`} prefetch={false} className="text-accent hover:underline">
          The event
        </Link>
      )}
      {executionId === null ? null : (
        <Link href={`/executions/${executionId}`} prefetch={false} className="text-accent hover:underline">
          The execution
        </Link>
      )}
    </p>
  )
}
