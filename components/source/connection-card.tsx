import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { countOf } from '@/lib/format/count'
import type { Polling, SourceConnection } from '@/lib/model/source-connection'
import type { ToolGuide } from '@/lib/model/tool-guide'

/** How the tool is connected: the proof of its webhooks, and how asking its API goes. */
export function ConnectionCard({
  sourceId,
  guide,
  connection,
}: {
  sourceId: string
  guide: ToolGuide
  connection: SourceConnection
}) {
  return (
    <Card>
      <CardHeader
        title="Connection"
        description="How it tells Runledger of what it runs."
        actions={<ButtonLink href={`/sources/guides/${guide.id}`}>Guide</ButtonLink>}
      />
      <CardBody>
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
          {guide.proofs.length === 0 ? null : (
            <Fact title="Webhook">
              <Webhook guide={guide} connection={connection} />
            </Fact>
          )}
          {guide.poll === null ? null : (
            <Fact title="API">
              <Asked sourceId={sourceId} poll={guide.poll} connection={connection} />
            </Fact>
          )}
          {guide.uploads.map(({ what, about }) => (
            <Fact key={what} title="Upload">
              <code className="font-mono text-xs">/api/v1/uploads/{what}</code>: {about}
            </Fact>
          ))}
        </dl>
      </CardBody>
    </Card>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-ink-3">{title}</dt>
      <dd className="mt-1 flex flex-col gap-1 wrap-anywhere text-ink-2">{children}</dd>
    </div>
  )
}

function Webhook({ guide, connection }: { guide: ToolGuide; connection: SourceConnection }) {
  const proof = guide.proofs.find(({ id }) => id === connection.verifier)
  const { previousSecretUntil } = connection
  if (proof === undefined || proof.by === 'token') return <span>An ingest token is asked for.</span>
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={connection.hasSecret ? 'success' : 'warning'}>
          {connection.hasSecret ? 'secret set' : 'no secret'}
        </Badge>
        {proof.title}
      </span>
      {previousSecretUntil === null ? null : (
        <span className="text-xs text-ink-3">
          The secret before is taken until <Time absolute iso={previousSecretUntil.toISOString()} />.
        </span>
      )}
    </>
  )
}

function Asked({
  sourceId,
  poll,
  connection,
}: {
  sourceId: string
  poll: NonNullable<ToolGuide['poll']>
  connection: SourceConnection
}) {
  const { isPolled, pollUrl, polling } = connection
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
      {isPolled ? <Rounds poll={poll} polling={polling} /> : null}
    </>
  )
}

function Rounds({ poll, polling }: { poll: NonNullable<ToolGuide['poll']>; polling: Polling | null }) {
  if (polling === null) return <span className="text-xs text-ink-3">The first round is due.</span>
  const { finishedAt, error, failures, items, corrections } = polling
  return (
    <>
      <span className="text-xs text-ink-3">
        {finishedAt === null ? (
          'Asked for the first time now'
        ) : (
          <>
            Last asked <Time iso={finishedAt.toISOString()} />
          </>
        )}
        , every {poll.everySeconds} s; {countOf(items, 'item')} read, {countOf(corrections, 'state')} put
        right.
      </span>
      {error === null ? null : (
        <span className="text-xs text-failed">
          {error} ({countOf(failures, 'round')} in a row)
        </span>
      )}
    </>
  )
}
