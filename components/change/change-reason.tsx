import { webAddress } from '@/lib/format/web-address'
import type { Change } from '@/lib/model/flow-change'

/** Why: the words of the merge, the ticket, the commit or a person; or that none were found. */
export function ChangeReason({
  reason,
  merge,
  tickets,
}: {
  reason: { text: string; url: string | null } | null
  merge: Change['merge']
  tickets: string[]
}) {
  if (reason === null) return <span className="text-warning">no reason found</span>
  const href = webAddress(reason.url)
  const [line] = reason.text.split('\n')
  const others = tickets.filter((ticket) => !reason.text.includes(ticket))
  return (
    <span className="wrap-anywhere text-ink-2">
      {merge === null ? null : <span className="mr-1 text-ink-3">#{merge.number}</span>}
      {href === null ? (
        line
      ) : (
        <a href={href} target="_blank" rel="noreferrer" className="hover:underline">
          {line}
        </a>
      )}
      {others.length === 0 ? null : <span className="ml-1 text-ink-3">{others.join(', ')}</span>}
    </span>
  )
}
