import { Monitor } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Card, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { browserName } from '@/lib/format/browser-name'
import type { FormAction } from '@/lib/model/action-state'
import { EndSessionButton } from './end-session-button'

type Session = { id: string; createdAt: Date; lastSeenAt: Date; ip: string | null; userAgent: string | null }

/** The browsers in which the reader is signed in; each but this one can be ended from here. */
export function SessionsCard({
  sessions,
  currentId,
  action,
}: {
  sessions: Session[]
  currentId: string
  action: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader
        title="Sessions"
        description="Where you are signed in. A session ends after eight hours without use, and after seven days in any case."
      />
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <Monitor aria-hidden className="size-5 shrink-0 text-ink-3" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
                {browserName(session.userAgent)}
                {session.id === currentId ? <Badge tone="success">this browser</Badge> : null}
              </p>
              <p className="text-xs text-ink-3">
                {session.ip ?? 'unknown address'} · signed in <Time iso={session.createdAt.toISOString()} /> ·
                last seen <Time iso={session.lastSeenAt.toISOString()} />
              </p>
            </div>
            {session.id === currentId ? null : <EndSessionButton sessionId={session.id} action={action} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}
