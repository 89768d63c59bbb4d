import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { countOf } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { FormAction } from '@/lib/model/action-state'
import { nextRoundAt } from '@/lib/model/poll-pace'
import type { PollTest } from '@/lib/model/poll-test'
import type { Polling, SourceConnection } from '@/lib/model/source-connection'
import type { ToolGuide } from '@/lib/model/tool-guide'
import { NextRound } from './next-round'
import { PollTestButton } from './poll-test-button'

type Props = {
  sourceId: string
  poll: NonNullable<ToolGuide['poll']>
  connection: SourceConnection
  /** Null for who may not change the connection. */
  testAction: FormAction<PollTest> | null
}

/** How asking the tool's API goes: how the last round went, when the next one is, and a test of it. */
export function AskedApi({ sourceId, poll, connection, testAction }: Props) {
  const { isPolled, pollUrl, polling, updatedAt } = connection
  if (pollUrl === null)
    return (
      <span>
        Not asked.{' '}
        <ButtonLink size="sm" href={`/sources/${sourceId}/connect?way=poll`}>
          Set it up
        </ButtonLink>
      </span>
    )
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={!isPolled ? 'outline' : polling?.error ? 'danger' : 'success'}>
          {!isPolled ? 'off' : polling?.error ? 'failing' : 'on'}
        </Badge>
        <code className="font-mono text-xs">{pollUrl}</code>
      </span>
      {polling === null ? null : <LastRound polling={polling} />}
      {isPolled ? <Next poll={poll} polling={polling} connectedAt={updatedAt} /> : null}
      {testAction === null ? null : (
        <div className="mt-2">
          <PollTestButton key={updatedAt?.getTime() ?? 0} sourceId={sourceId} action={testAction} />
        </div>
      )}
    </>
  )
}

function LastRound({ polling }: { polling: Polling }) {
  const { startedAt, finishedAt, error, failures, items, corrections } = polling
  return (
    <>
      <span className="text-xs text-ink-3">
        {startedAt === null ? (
          'Not asked yet'
        ) : finishedAt === null ? (
          <>
            Being asked since <Time iso={startedAt.toISOString()} />
          </>
        ) : (
          <>
            Last asked <Time iso={finishedAt.toISOString()} />, which{' '}
            {error === null ? 'went well' : 'went wrong'} after{' '}
            {formatDuration(finishedAt.getTime() - startedAt.getTime())}
          </>
        )}
        . Since the beginning {countOf(items, 'item')} read, {countOf(corrections, 'state')} put right.
      </span>
      {error === null ? null : (
        <span className="text-xs text-failed">
          {error} ({countOf(failures, 'round')} in a row)
        </span>
      )}
    </>
  )
}

function Next({
  poll,
  polling,
  connectedAt,
}: {
  poll: Props['poll']
  polling: Polling | null
  connectedAt: Date | null
}) {
  const { startedAt, failures } = polling ?? { startedAt: null, failures: 0 }
  const dueAtMs = nextRoundAt({ startedAt, failures, connectedAt, everySeconds: poll.everySeconds })
  return (
    <span className="text-xs text-ink-3">
      <NextRound dueAtMs={dueAtMs} />{' '}
      {failures === 0
        ? `It is asked every ${poll.everySeconds} s.`
        : `It is asked every ${poll.everySeconds} s, later the more often that fails, and not before a busy tool wants it.`}
    </span>
  )
}
