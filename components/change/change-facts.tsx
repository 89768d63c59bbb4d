import { Check, Circle } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { WAY_WORDS } from '@/lib/format/change-words'
import { placeWords } from '@/lib/format/hours-words'
import { webAddress } from '@/lib/format/web-address'
import type { ChangeDetail } from '@/lib/model/listed-change'
import { ChangeActorName } from './change-actor-name'

/** Who had which part in a change, how far it has come, and where it is kept. */
export function ChangeFacts({ of }: { of: ChangeDetail }) {
  const { change, actors } = of
  const parts: [string, string | null][] = [
    ['Author', change.author],
    ['Committer', change.committer],
    ['Pushed by', change.pusher],
    ['Merged by', change.merger],
    ['Edited by', change.editor],
    ['Deployed by', change.deployer],
  ]
  const named = parts.filter((part): part is [string, string] => part[1] !== null)
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-3 px-4 py-4 text-sm">
      <Fact title="How">{WAY_WORDS[change.way]}</Fact>
      <Fact title="When">
        <span className={of.hours.why === null ? undefined : 'text-warning'}>
          {placeWords(of.hours, of.team)}
        </span>
      </Fact>
      {named.length === 0 ? <Fact title="Who">Nobody is named by any witness.</Fact> : null}
      {named.map(([title, key]) => (
        <Fact key={title} title={title}>
          {actors[key] === undefined ? key : <ChangeActorName actor={actors[key]} range="all" />}
        </Fact>
      ))}
      {change.reviewers.map(({ actorKey, verdict }) => (
        <Fact key={actorKey} title={REVIEWED[verdict]}>
          {actors[actorKey] === undefined ? (
            actorKey
          ) : (
            <ChangeActorName actor={actors[actorKey]} range="all" />
          )}
        </Fact>
      ))}
      <Fact title="Way to production">
        <Reached of={of} />
      </Fact>
      {change.commit === null ? null : (
        <Fact title="Commit">
          <span className="inline-flex items-center gap-1">
            <Linked href={change.commit.url}>
              <span className="font-mono text-xs">{change.commit.sha.slice(0, 10)}</span>
            </Linked>
            <CopyButton value={change.commit.sha} label="commit" />
          </span>
        </Fact>
      )}
      {change.merge === null ? null : (
        <Fact title="Merge">
          <Linked href={change.merge.url}>
            #{change.merge.number} {change.merge.title}
          </Linked>
        </Fact>
      )}
      <Fact title="Id">
        <span className="inline-flex items-center gap-1 font-mono text-xs wrap-anywhere">
          {change.id}
          <CopyButton value={change.id} label="id" />
        </span>
      </Fact>
    </dl>
  )
}

const REVIEWED = {
  approved: 'Approved by',
  changes: 'Changes asked by',
  commented: 'Commented by',
  asked: 'Asked to review',
}

function Reached({ of: { change } }: { of: ChangeDetail }) {
  const { committedAt, deployedAt, executedAt } = change.reached
  const steps: [string, string | null, string | null][] = [
    ['On the branch', committedAt, null],
    ['In the tool', deployedAt, change.deployExecutionId],
    ['Executed', executedAt, change.executionId],
  ]
  return (
    <ol className="flex flex-col gap-1">
      {steps.map(([title, at, executionId]) => (
        <li key={title} className="flex flex-wrap items-center gap-1.5">
          {at === null ? (
            <Circle aria-label="not known" className="size-3 text-ink-3" />
          ) : (
            <Check aria-hidden className="size-3 text-success" />
          )}
          <span className={at === null ? 'text-ink-3' : 'text-ink'}>{title}</span>
          {at === null ? null : <Time iso={at} className="text-xs text-ink-3" />}
          {executionId === null ? null : (
            <Link
              href={`/executions/${executionId}`}
              prefetch={false}
              className="text-xs text-accent hover:underline"
            >
              by an execution
            </Link>
          )}
        </li>
      ))}
    </ol>
  )
}

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  const address = webAddress(href)
  if (address === null) return <span className="wrap-anywhere">{children}</span>
  return (
    <a href={address} target="_blank" rel="noreferrer" className="wrap-anywhere text-accent hover:underline">
      {children}
    </a>
  )
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <dt className="text-xs leading-5 text-ink-3">{title}</dt>
    <dd className="min-w-0 text-ink">{children}</dd>
  </>
)
