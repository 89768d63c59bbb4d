import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Chain } from '@/components/audit/chain-card'
import { DifferenceCard } from '@/components/audit/difference-card'
import { EntryFacts } from '@/components/audit/entry-facts'
import { NamePlace } from '@/components/frame/name-place'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getAuditEntry } from '@/db/queries/get-audit-entry'
import { getAuditIntegrity } from '@/db/queries/get-audit-integrity'
import { refuseThing } from '@/lib/auth/refused-page'
import { actionWords } from '@/lib/format/audit-words'
import { auditHref } from '@/lib/input/audit-address'
import { mayIn } from '@/lib/model/scope'
import { auditViewer, NotForYou } from '../audit-viewer'

export const metadata: Metadata = { title: 'Entry' }

type Props = { params: Promise<{ seq: string }> }

/** One entry: who did what and when, before and after, its place in the chain and what proves it. */
export default async function AuditEntryPage({ params }: Props) {
  const { seq } = await params
  if (!/^[1-9]\d{0,14}$/.test(seq)) notFound()
  const scope = await auditViewer(`seq=${seq}`)
  if (scope === null) return <NotForYou />
  const [entry, { size, firstSeq, verified }] = await Promise.all([
    getAuditEntry(scope, Number(seq)),
    getAuditIntegrity(scope),
  ])
  if (entry === null) refuseThing(scope, 'audit_entry', seq)
  // Who reads a part of the log would go from one entry of others to the next.
  const readsAll = mayIn(scope, 'audit.read', null)
  const finding = verified?.findings.find((each) => each.seq === entry.seq)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-5 px-4 py-6 sm:px-6">
      <NamePlace id={seq} name={`#${seq}`} />
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {actionWords(entry.action)}
            {entry.outcome === 'denied' ? <Badge tone="danger">Denied</Badge> : null}
            {entry.isErased ? <Badge tone="outline">Erased</Badge> : null}
          </span>
        }
        description={<code className="font-mono text-xs">{entry.action}</code>}
        actions={
          <>
            {readsAll && entry.seq > (firstSeq ?? 1) ? (
              <ButtonLink size="sm" href={`/audit/${entry.seq - 1}`} prefetch={false}>
                Older
              </ButtonLink>
            ) : null}
            {readsAll && entry.seq < size ? (
              <ButtonLink size="sm" href={`/audit/${entry.seq + 1}`} prefetch={false}>
                Newer
              </ButtonLink>
            ) : null}
            <ButtonLink
              size="sm"
              href={auditHref({ target: `${entry.target.kind}:${entry.target.id}` })}
              prefetch={false}
            >
              History of this {entry.target.kind.replaceAll('_', ' ')}
            </ButtonLink>
          </>
        }
      />
      {finding === undefined ? null : (
        <p
          role="alert"
          className="rounded-md border border-danger bg-danger/5 px-3 py-2 text-sm font-medium text-danger"
        >
          This entry is not what was signed: {finding.message}
        </p>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <DifferenceCard entry={entry} />
          <Chain entry={entry} />
        </div>
        <EntryFacts entry={entry} />
      </div>
    </div>
  )
}
