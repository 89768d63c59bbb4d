import { Bot } from 'lucide-react'
import Link from 'next/link'
import { changesHref } from '@/lib/input/change-address'
import type { ChangeActor } from '@/lib/model/listed-change'

/** Who it was: the person where that is known, with the name that the tool has for them below. */
export function ChangeActorName({
  actor,
  range = '30d',
}: {
  actor: ChangeActor | null
  range?: '30d' | 'all'
}) {
  if (actor === null) return <span className="text-warning">nobody known</span>
  const handle = actor.key.slice(actor.key.indexOf(':') + 1)
  const kind = actor.key.slice(0, actor.key.indexOf(':'))
  return (
    <span className="flex min-w-0 flex-col">
      <Link
        href={changesHref({ person: actor.personId, range })}
        prefetch={false}
        className="flex items-center gap-1 text-ink hover:underline"
      >
        {actor.isBot ? <Bot aria-label="a program" className="size-3.5 shrink-0 text-ink-3" /> : null}
        <span className="truncate">{actor.person ?? actor.name}</span>
      </Link>
      <span className="list-note" title={`${handle} in ${kind}`}>
        {`${kind}: ${handle}`}
      </span>
    </span>
  )
}
