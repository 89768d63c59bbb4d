import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import {
  actorWords,
  auditOutcomeWord,
  auditSourceName,
  targetHref,
  targetKindName,
  targetName,
} from '@/lib/format/audit-words'
import { auditHref } from '@/lib/input/audit-address'
import type { AuditEntryDetail, NamedActor } from '@/lib/model/audit-entry'
import { BothTimes } from './both-times'

/** Who, for whom, when, on what, how it came in and from where; each leads to entries that have the same. */
export function EntryFacts({ entry }: { entry: AuditEntryDetail }) {
  const { at, actor, onBehalfOf, outcome, target, source, ip, requestId, reason, change } = entry
  const href = targetHref(target)
  return (
    <Card className="max-xl:order-first">
      <CardHeader title="Who and what" />
      <CardBody>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
          <Fact title="When">
            <BothTimes iso={at.toISOString()} />
          </Fact>
          <Fact title="Who">
            <Actor of={actor} />
          </Fact>
          {onBehalfOf === null ? null : (
            <Fact title="For">
              <Actor of={onBehalfOf} />
            </Fact>
          )}
          <Fact title="On">
            {href === null ? (
              targetName(target)
            ) : (
              <Link href={href} prefetch={false} className="text-accent hover:underline">
                {targetName(target)}
              </Link>
            )}
            <span className="block text-2xs text-ink-3">{targetKindName(target.kind)}</span>
            <span className="flex items-center gap-1">
              <code className="min-w-0 font-mono text-2xs wrap-anywhere text-ink-3">{target.id}</code>
              <CopyButton value={target.id} label="id of the thing" />
            </span>
          </Fact>
          {change === null ? null : (
            <Fact title="Change">
              <Narrow href={`/changes/${change.id}`}>{change.summary ?? change.id}</Narrow>
              {change.by === null ? null : (
                <span className="block text-2xs text-ink-3">
                  by {change.by} in the tool or its repository
                </span>
              )}
            </Fact>
          )}
          {target.teamId === null ? (
            <Fact title="Team">none: it is the organization’s</Fact>
          ) : (
            <Fact title="Team">
              <Narrow href={auditHref({ team: target.teamId })}>{target.teamName ?? target.teamId}</Narrow>
            </Fact>
          )}
          <Fact title="Outcome">{auditOutcomeWord(outcome)}</Fact>
          {reason === null ? null : <Fact title="Reason">{reason}</Fact>}
          {source === null ? null : (
            <Fact title="Came in by">
              <Narrow
                href={auditHref({ source: source.id === null ? source.kind : `${source.kind}:${source.id}` })}
              >
                {auditSourceName(source.kind)}
                {source.id === null ? '' : ` ${source.id}`}
              </Narrow>
            </Fact>
          )}
          {ip === null ? null : (
            <Fact title="From">
              <Narrow href={auditHref({ ip })}>{ip}</Narrow>
            </Fact>
          )}
          {requestId === null ? null : (
            <Fact title="Request">
              <code className="font-mono text-2xs wrap-anywhere">{requestId}</code>
            </Fact>
          )}
        </dl>
      </CardBody>
    </Card>
  )
}

function Actor({ of }: { of: NamedActor }) {
  return (
    <>
      <Narrow href={auditHref({ actor: of.id })}>{actorWords(of)}</Narrow>
      <span className="block text-2xs text-ink-3">
        {of.kind}
        {of.name === null ? ', name erased' : ''}
      </span>
    </>
  )
}

function Narrow({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="wrap-anywhere text-accent hover:underline">
      {children}
    </Link>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-ink-3">{title}</dt>
      <dd className="min-w-0 wrap-anywhere text-ink">{children}</dd>
    </>
  )
}
