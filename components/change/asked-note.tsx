import { CircleHelp } from 'lucide-react'
import Link from 'next/link'
import { Fragment } from 'react'
import { Time } from '@/components/ui/time'
import type { AskedMember, OpenQuestion } from '@/lib/model/listed-change'

const REACH: Record<AskedMember['reach'], string> = {
  answers: '',
  reads: ' (may read it, not answer)',
  not_readable: ' (may not see it)',
  deactivated: ' (whose account is deactivated)',
}

const ANSWER = ' You are asked: what you write under “Words” with “Give the reason” answers it.'
const NO_ANSWER = ' You are asked, and may only read here: an operator of the team can answer.'

/** Who asks for the reason of a change, and whom: the members who made it, or that none of them is one here. */
export function AskedNote({
  question: { by, at, of, strangers },
  isMine,
  mayAnswer,
  mergesHref,
}: {
  question: OpenQuestion
  /** It is who looks that is asked. */
  isMine: boolean
  mayAnswer: boolean
  /** Where names are put together; null for those who may not. */
  mergesHref: string | null
}) {
  return (
    <p className="flex gap-2 rounded-md border border-accent/40 bg-accent-soft px-3 py-2 text-sm text-ink">
      <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <span className="min-w-0 wrap-anywhere">
        Asked for the reason by {by === '' ? 'somebody' : by} <Time iso={at.toISOString()} />,{' '}
        {of.length === 0 ? (
          <Nobody strangers={strangers} mergesHref={mergesHref} />
        ) : (
          <>
            of{' '}
            {of.map(({ id, name, reach }, index) => (
              <Fragment key={id}>
                {index > 0 ? ', ' : ''}
                <span className="font-medium">{name}</span>
                {REACH[reach]}
              </Fragment>
            ))}
            .{isMine ? (mayAnswer ? ANSWER : NO_ANSWER) : ''}
          </>
        )}
      </span>
    </p>
  )
}

function Nobody({ strangers, mergesHref }: { strangers: string[]; mergesHref: string | null }) {
  if (strangers.length === 0) return <>of nobody: it is not known who made it. Whoever knows can answer.</>
  return (
    <>
      of nobody here: {strangers.join(', ')} {strangers.length === 1 ? 'is no member' : 'are no members'} as
      far as is known
      {mergesHref === null ? '.' : ' ('}
      {mergesHref === null ? null : (
        <Link href={mergesHref} className="text-accent hover:underline">
          Settings &gt; People
        </Link>
      )}
      {mergesHref === null ? null : ').'}
    </>
  )
}
