import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { reasonWords } from '@/lib/format/source-words'

type Rejection = { id: string; receivedAt: Date; reason: string; path: string | null; message: string }

/** The newest items that were refused; nothing at all when there are none. */
export function RejectionsCard({ rejections }: { rejections: Rejection[] }) {
  if (rejections.length === 0) return null
  return (
    <Card>
      <CardHeader
        title="Latest rejections"
        description="The exporter was told about these in its answer. The path says which item of the request it was."
      />
      <ul className="divide-y divide-line">
        {rejections.map((rejection) => (
          <li key={rejection.id} className="flex flex-col gap-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
              <Badge tone="danger">{reasonWords(rejection.reason)}</Badge>
              <span className="min-w-0 break-words text-ink">{rejection.message}</span>
              <span className="ml-auto text-xs text-ink-3">
                <Time iso={rejection.receivedAt.toISOString()} />
              </span>
            </div>
            {rejection.path ? (
              <code className="font-mono text-xs break-all text-ink-3">{rejection.path}</code>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
