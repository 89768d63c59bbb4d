import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { countOf, formatCount } from '@/lib/format/count'
import { type ListedStream, streamAddress, streamHealth } from '@/lib/model/audit-stream'
import { NextAttempt } from './next-attempt'
import { type StreamActions, StreamControls } from './stream-controls'
import { STREAM_HEALTH, STREAM_KIND_NAMES, STREAM_SHAPE_NAMES } from './stream-words'

type Team = { id: string; name: string }

/** Each stream with how it stands, what waits for it, and what can be done about it. */
export const StreamsList = ({
  streams,
  teams,
  actions,
}: {
  streams: ListedStream[]
  teams: Team[]
  /** Null for those who only look. */
  actions: StreamActions | null
}) => (
  <ul aria-label="Streams" className="flex flex-col gap-4">
    {streams.map((stream) => (
      <li key={stream.id}>
        <StreamCard stream={stream} teams={teams} actions={actions} />
      </li>
    ))}
  </ul>
)

function StreamCard({
  stream,
  teams,
  actions,
}: {
  stream: ListedStream
  teams: Team[]
  actions: StreamActions | null
}) {
  const { tone, word } = STREAM_HEALTH[streamHealth(stream)]
  return (
    <Card aria-label={stream.name}>
      <div className="grid gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <h2 className="flex min-h-7 min-w-0 flex-wrap items-center gap-2 text-base font-semibold text-ink">
          <span className="wrap-anywhere">{stream.name}</span>
          <Badge tone={tone}>{word}</Badge>
        </h2>
        <p className="flex items-start gap-2 text-sm sm:col-span-2">
          <Badge tone="outline">{STREAM_KIND_NAMES[stream.target.kind]}</Badge>
          <span className="min-w-0 pt-0.5 font-mono text-xs wrap-anywhere text-ink-2">
            {streamAddress(stream.target)}
          </span>
        </p>
        {actions === null ? null : (
          <div className="sm:col-start-2 sm:row-start-1">
            <StreamControls stream={stream} teams={teams} actions={actions} />
          </div>
        )}
      </div>
      <Facts stream={stream} teams={teams} />
      <Trouble stream={stream} />
    </Card>
  )
}

function Facts({ stream, teams }: { stream: ListedStream; teams: Team[] }) {
  const { behind, behindSince, sent, lastSentAt, shape, previousSecretUntil } = stream
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-3 text-sm lg:grid-cols-4">
      <Fact term="Waiting in the log">
        {behind === 0 ? 'nothing' : countOf(behind, 'entry', 'entries')}
        {behindSince === null ? null : (
          <span className="block text-xs text-ink-3">
            the oldest of <Time iso={behindSince.toISOString()} />
          </span>
        )}
      </Fact>
      <Fact term="Last delivery">
        {lastSentAt === null ? 'none yet' : <Time iso={lastSentAt.toISOString()} />}
        {sent === 0 ? null : (
          <span className="block text-xs text-ink-3">{formatCount(sent)} delivered in all</span>
        )}
      </Fact>
      <Fact term="Shape">{STREAM_SHAPE_NAMES[shape]}</Fact>
      <Fact term="What is sent">{whatIsSent(stream, teams)}</Fact>
      {stream.target.kind === 'syslog' && stream.target.settings.clientCertificate !== '' ? (
        <Fact term="Known to the server by">a client certificate</Fact>
      ) : null}
      {previousSecretUntil === null ? null : (
        <Fact term="Old secret">
          signs, too, until <Time iso={previousSecretUntil.toISOString()} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{term}</dt>
      <dd className="mt-0.5 wrap-anywhere text-ink tabular-nums">{children}</dd>
    </div>
  )
}

function whatIsSent({ filter: { actions, teamIds } }: ListedStream, teams: Team[]): string {
  if (actions === null && teamIds === null) return 'all entries'
  const names = teamIds?.map((id) => teams.find((team) => team.id === id)?.name ?? 'a team that is gone')
  const of = names === undefined ? '' : ` of ${names.join(', ')}`
  return `${actions === null ? 'entries' : actions.join(', ')}${of}`
}

function Trouble({ stream }: { stream: ListedStream }) {
  const { lastError, failingSince, attempts, nextAttemptAt, missed, pausedAt } = stream
  if (lastError === null && missed === 0) return null
  return (
    <div className="border-t border-line px-4 py-3 text-sm">
      {lastError === null ? null : (
        <p className="wrap-anywhere text-danger">
          The target {lastError}.{' '}
          {failingSince === null ? null : (
            <>
              It first failed <Time iso={failingSince.toISOString()} /> and has been tried{' '}
              {attempts === 1 ? 'once' : `${formatCount(attempts)} times`}.
            </>
          )}{' '}
          {pausedAt === null && nextAttemptAt !== null ? (
            <NextAttempt dueAtMs={nextAttemptAt.getTime()} />
          ) : null}
        </p>
      )}
      {missed === 0 ? null : (
        <p className="text-warning">
          {countOf(missed, 'entry was', 'entries were')} removed by retention before they could be sent.
        </p>
      )}
    </div>
  )
}
