import clsx from 'clsx'
import { CircleHelp, ShieldAlert, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { ButtonLink } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { countOf, formatCount } from '@/lib/format/count'
import type { FormAction } from '@/lib/model/action-state'
import type { AuditIntegrity } from '@/lib/model/audit-entry'
import { VerifyNow } from './verify-now'

const PUBLISHED_TO = { file: 'to the data directory', webhook: 'by webhook', git: 'to Git' } as const
const LOOKS = {
  intact: { Icon: ShieldCheck, frame: 'border-line', icon: 'text-success' },
  broken: { Icon: ShieldAlert, frame: 'border-danger bg-danger/5', icon: 'text-danger' },
  unknown: { Icon: CircleHelp, frame: 'border-line', icon: 'text-ink-3' },
} as const
const FINDINGS_SHOWN = 5

/** Whether the log is what was written: how far it was verified, signed and published, or where it is broken. */
export function IntegrityBar({ of, verify }: { of: AuditIntegrity; verify: FormAction<void> }) {
  const isBroken = of.alarm !== null || of.verified?.isIntact === false
  const { Icon, frame, icon } = LOOKS[isBroken ? 'broken' : of.verified === null ? 'unknown' : 'intact']
  return (
    <section
      aria-label="Integrity of the log"
      role={isBroken ? 'alert' : undefined}
      className={clsx(
        'flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border bg-surface px-4 py-3',
        frame,
      )}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', icon)} />
      <div className="min-w-0 flex-1 basis-72 text-sm text-ink-2">
        <Verdict of={of} />
        {isBroken ? <Broken of={of} /> : null}
        <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-xs text-ink-3 [&>span:not(:last-child)]:after:ml-1.5 [&>span:not(:last-child)]:after:content-['·']">
          <Parts of={of} />
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <VerifyNow isVerifying={of.isVerifying} action={verify} />
        <ButtonLink size="sm" variant="ghost" href="/audit/verify">
          Verify an export
        </ButtonLink>
      </div>
    </section>
  )
}

function Verdict({ of: { verified, alarm, size, readable } }: { of: AuditIntegrity }) {
  if (alarm !== null || verified?.isIntact === false)
    return <p className="font-medium text-danger">The log is not what was signed</p>
  if (size === 0) return <p className="font-medium text-ink">Nothing is written yet</p>
  if (verified === null) return <p className="font-medium text-ink">Not verified yet</p>
  return (
    <p className="font-medium text-ink">
      {readable === null ? 'Chain' : 'The organization’s whole chain'} verified to #{formatCount(verified.to)}
      , <Time iso={verified.at.toISOString()} />
      {size > verified.to ? (
        <span className="font-normal text-ink-3"> · {formatCount(size - verified.to)} written since</span>
      ) : null}
    </p>
  )
}

/** Where it is broken and since when; what follows there is not to be believed. */
function Broken({ of: { alarm, verified } }: { of: AuditIntegrity }) {
  const findings = counted(verified?.findings ?? [])
  return (
    <ul className="my-1.5 flex flex-col gap-1 text-ink">
      {alarm === null ? null : (
        <li>
          Nothing is signed since <Time iso={alarm.since.toISOString()} />, at #{formatCount(alarm.size)}:{' '}
          {alarm.why}
        </li>
      )}
      {findings.slice(0, FINDINGS_SHOWN).map(({ seq, message, times }) => (
        <li key={`${seq} ${message}`} className="wrap-anywhere">
          {seq === null ? null : (
            <Link href={`/audit/${seq}`} className="font-medium text-accent hover:underline">
              #{formatCount(seq)}
            </Link>
          )}{' '}
          {message}
          {times === 1 ? null : <span className="text-ink-3"> ({formatCount(times)} times)</span>}
        </li>
      ))}
      {findings.length > FINDINGS_SHOWN ? <li>and {findings.length - FINDINGS_SHOWN} more</li> : null}
      <li className="text-ink-2">
        Export an evidence pack and verify it with a checkpoint that was kept elsewhere: entries that it
        covers and that still fit it are what was written.
      </li>
    </ul>
  )
}

type Finding = { seq: number | null; message: string }

/** What is said of several entries in the same words, since their numbers are not told, is said once. */
function counted(findings: readonly Finding[]): (Finding & { times: number })[] {
  const all = new Map<string, Finding & { times: number }>()
  for (const { seq, message } of findings) {
    const key = `${seq} ${message}`
    all.set(key, { seq, message, times: (all.get(key)?.times ?? 0) + 1 })
  }
  return [...all.values()]
}

function Parts({ of }: { of: AuditIntegrity }) {
  const { checkpoint, publications, verified, firstSeq, size, holds, readable } = of
  const held = holds.filter(({ releasedAt }) => releasedAt === null).length
  const since = checkpoint === null ? 0 : size - checkpoint.size
  return (
    <>
      {readable === null ? null : (
        <span>
          you may read {formatCount(readable.count)}
          {readable.isMore ? '+' : ''} {readable.count === 1 ? 'entry' : 'entries'} of it
        </span>
      )}
      {checkpoint === null ? (
        <span>no checkpoint signed yet</span>
      ) : (
        <span>
          last signed checkpoint <Time iso={checkpoint.at.toISOString()} /> (
          {readable === null ? '' : 'of all teams, '}size {formatCount(checkpoint.size)}
          {since > 0 ? `, ${formatCount(since)} since` : ''})
        </span>
      )}
      {publications.map((publication) => (
        <Published key={publication.id} of={publication} />
      ))}
      {verified === null ? null : (
        <span>{verified.isIntact ? '0 gaps' : countOf(verified.findings.length, 'finding')}</span>
      )}
      {firstSeq !== null && firstSeq > 1 ? (
        <span>#1 to #{formatCount(firstSeq - 1)} removed by retention</span>
      ) : null}
      {held === 0 ? null : <span>{countOf(held, 'legal hold')}</span>}
    </>
  )
}

function Published({
  of: { kind, lastAt, failingSince, lastError },
}: {
  of: AuditIntegrity['publications'][number]
}) {
  const to = PUBLISHED_TO[kind]
  if (failingSince !== null)
    return (
      <span className="min-w-0 wrap-anywhere text-danger">
        not published {to} since <Time iso={failingSince.toISOString()} />: {lastError}
      </span>
    )
  if (lastAt === null) return <span>not yet published {to}</span>
  return (
    <span>
      published {to} <Time iso={lastAt.toISOString()} />
    </span>
  )
}
