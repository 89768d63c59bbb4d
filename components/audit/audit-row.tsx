import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import {
  actionWords,
  actorWords,
  auditSourceName,
  targetHref,
  targetKindName,
  targetName,
} from '@/lib/format/audit-words'
import { type AuditAddress, auditHref } from '@/lib/input/audit-address'
import type { ListedAuditEntry } from '@/lib/model/audit-entry'
import { AuditTag } from './audit-tag'
import { BothTimes } from './both-times'

/** One entry: when, who for whom, what, on what, and its details, each of which narrows the list. */
export function AuditRow({ entry, address }: { entry: ListedAuditEntry; address: AuditAddress }) {
  const { seq, at, action, outcome, isErased, reason, change } = entry
  return (
    <tr>
      <td data-label="When" className="text-xs text-ink-2 tabular-nums md:whitespace-nowrap">
        <BothTimes iso={at.toISOString()} note={`#${seq}`} />
      </td>
      <td data-label="Who" className="md:max-w-52">
        <Who entry={entry} address={address} />
      </td>
      <th scope="row" className="md:max-w-80 md:min-w-40">
        <Link
          href={`/audit/${seq}`}
          prefetch={false}
          data-row
          className="font-medium wrap-anywhere text-ink hover:underline"
        >
          {actionWords(action)}
        </Link>
        <span className="ml-1.5 inline-flex flex-wrap gap-1 align-text-bottom">
          {outcome === 'denied' ? <Badge tone="danger">Denied</Badge> : null}
          {isErased ? <Badge tone="outline">Erased</Badge> : null}
        </span>
        <span className="block font-mono text-2xs wrap-anywhere text-ink-3">{action}</span>
        {change === null ? null : (
          <Link
            href={`/changes/${change.id}`}
            prefetch={false}
            className="mt-0.5 block text-xs wrap-anywhere text-accent hover:underline"
          >
            {change.summary ?? 'The change'}
            {change.by === null ? '' : `, by ${change.by}`}
          </Link>
        )}
        {reason === null ? null : (
          <span className="mt-0.5 block text-xs wrap-anywhere text-ink-2">“{reason}”</span>
        )}
      </th>
      <td data-label="On" className="md:max-w-64">
        <Thing entry={entry} />
      </td>
      <td data-label="Details" className="md:max-w-72">
        <Details entry={entry} address={address} />
      </td>
    </tr>
  )
}

function Who({ entry: { actor, onBehalfOf }, address }: { entry: ListedAuditEntry; address: AuditAddress }) {
  return (
    <span className="flex flex-col text-sm">
      <Link
        href={auditHref({ actor: actor.id }, address)}
        prefetch={false}
        className="wrap-anywhere text-ink hover:underline"
      >
        {actorWords(actor)}
      </Link>
      {actor.kind === 'user' ? null : <span className="text-2xs text-ink-3">{actor.kind}</span>}
      {onBehalfOf === null ? null : (
        <span className="text-xs text-ink-3">
          for{' '}
          <Link
            href={auditHref({ actor: onBehalfOf.id }, address)}
            prefetch={false}
            className="wrap-anywhere text-ink-2 hover:underline"
          >
            {actorWords(onBehalfOf)}
          </Link>
        </span>
      )}
    </span>
  )
}

function Thing({ entry: { target } }: { entry: ListedAuditEntry }) {
  const href = targetHref(target)
  const name = targetName(target)
  return (
    <span className="flex flex-col">
      {href === null ? (
        <span className="wrap-anywhere text-ink">{name}</span>
      ) : (
        <Link href={href} prefetch={false} className="wrap-anywhere text-accent hover:underline">
          {name}
        </Link>
      )}
      {name === targetKindName(target.kind) ? null : (
        <span className="text-2xs text-ink-3">{targetKindName(target.kind)}</span>
      )}
    </span>
  )
}

function Details({ entry, address }: { entry: ListedAuditEntry; address: AuditAddress }) {
  const { source, ip, target, outcome } = entry
  return (
    <span className="flex flex-wrap gap-1">
      {source === null ? null : (
        <AuditTag
          name="by"
          value={auditSourceName(source.kind) + (source.id === null ? '' : ` ${source.id.slice(0, 8)}`)}
          href={auditHref(
            { source: source.id === null ? source.kind : `${source.kind}:${source.id}` },
            address,
          )}
        />
      )}
      {ip === null ? null : <AuditTag name="ip" value={ip} href={auditHref({ ip }, address)} />}
      {target.teamId === null ? null : (
        <AuditTag
          name="team"
          value={target.teamName ?? target.teamId.slice(0, 8)}
          href={auditHref({ team: target.teamId }, address)}
        />
      )}
      <AuditTag
        name="on"
        value={target.kind}
        href={auditHref({ target: `${target.kind}:${target.id}` }, address)}
      />
      {outcome === 'denied' ? (
        <AuditTag name="outcome" value={outcome} href={auditHref({ outcome }, address)} />
      ) : null}
    </span>
  )
}
