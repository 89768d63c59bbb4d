import { Badge } from '@/components/ui/badge'
import { CodeBlock } from '@/components/ui/code-block'
import { Time } from '@/components/ui/time'
import { reasonWords, signalName } from '@/lib/format/source-words'
import type { ListedRejection } from '@/lib/model/listed-rejection'

/** Refused items: why, where in the request, and what was sent. */
export function RejectionList({ rejections }: { rejections: ListedRejection[] }) {
  return (
    <ul className="divide-y divide-line">
      {rejections.map((rejection) => (
        <li key={rejection.id} className="flex min-w-0 flex-col gap-1 px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
            <Badge tone="danger">{reasonWords(rejection.reason)}</Badge>
            <span className="min-w-0 break-words text-ink">{rejection.message}</span>
            <span className="ml-auto text-xs text-ink-3">
              {signalName(rejection.signal)}, <Time iso={rejection.receivedAt.toISOString()} />
            </span>
          </div>
          {rejection.path ? (
            <code className="font-mono text-xs break-all text-ink-3">{rejection.path}</code>
          ) : null}
          {rejection.item === null ? null : (
            <details className="mt-1">
              <summary className="cursor-default text-xs font-medium text-ink-2 select-none hover:text-ink">
                What was sent, without its secrets
              </summary>
              <div className="mt-2">
                <CodeBlock code={rejection.item} label="refused item" />
              </div>
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}
