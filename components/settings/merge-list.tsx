import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedMerge, MergeSide } from '@/lib/model/listed-person'

const PARTS = [
  {
    state: 'suggested',
    title: 'To be decided',
    description: 'The evidence is not enough to take two names for one person.',
  },
  {
    state: 'merged',
    title: 'One person',
    description: 'What either of them did is shown as done by one.',
  },
  {
    state: 'apart',
    title: 'Two people',
    description: 'Nobody will take them for one again, whatever the evidence.',
  },
] as const

/** Pairs of names by whether they are one person, each with the way to decide it or to take that back. */
export function MergeList({ merges, action }: { merges: ListedMerge[]; action: FormAction<void> }) {
  return (
    <>
      {PARTS.map(({ state, title, description }) => {
        const pairs = merges.filter((each) => each.state === state)
        if (pairs.length === 0) return null
        return (
          <Card key={state}>
            <CardHeader title={title} description={description} />
            <ul className="divide-y divide-line">
              {pairs.map((pair) => (
                <Pair key={`${pair.first.key} ${pair.second.key}`} pair={pair} action={action} />
              ))}
            </ul>
          </Card>
        )
      })}
    </>
  )
}

function Pair({ pair, action }: { pair: ListedMerge; action: FormAction<void> }) {
  const { first, second, evidence, state, decidedBy, decidedAt } = pair
  const fields = { firstKey: first.key, secondKey: second.key }
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-72 gap-x-4 gap-y-1 sm:grid-cols-2">
        <Side of={first} />
        <Side of={second} />
      </div>
      <p className="min-w-0 flex-1 basis-48 text-xs wrap-anywhere text-ink-3">
        {evidence}
        {decidedBy === null || decidedAt === null ? null : (
          <>
            <br />
            Decided by {decidedBy} <Time iso={decidedAt.toISOString()} />
          </>
        )}
      </p>
      <span className="flex gap-2">
        {state === 'merged' ? null : (
          <ConfirmAction
            title={`Are ${first.name} and ${second.name} one person?`}
            description="What either of them did will be shown as done by one. It can be taken back."
            confirmLabel="One person"
            fields={{ ...fields, state: 'merged' }}
            action={action}
            trigger={
              <Button size="sm" aria-label={`${first.key} and ${second.key} are one person`}>
                One person
              </Button>
            }
          />
        )}
        {state === 'apart' ? null : (
          <ConfirmAction
            title={`Are ${first.name} and ${second.name} two people?`}
            description="They will not be taken for one again by any evidence. It can be taken back."
            confirmLabel="Two people"
            fields={{ ...fields, state: 'apart' }}
            action={action}
            trigger={
              <Button size="sm" aria-label={`${first.key} and ${second.key} are two people`}>
                Two people
              </Button>
            }
          />
        )}
      </span>
    </li>
  )
}

function Side({ of: { key, name, email, isUser } }: { of: MergeSide }) {
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-1.5 text-sm font-medium text-ink">
        <span className="truncate">{name}</span>
        {isUser ? <Badge tone="accent">member</Badge> : null}
      </p>
      <p className="truncate text-xs text-ink-3" title={`${key} ${email ?? ''}`}>
        {isUser ? (email ?? '') : key}
      </p>
    </div>
  )
}
