import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/model/action-state'
import type { PollTest } from '@/lib/model/poll-test'
import type { SourceConnection } from '@/lib/model/source-connection'
import type { ToolGuide } from '@/lib/model/tool-guide'
import { AskedApi } from './asked-api'

/** How the tool is connected: the proof of its webhooks, and how asking its API goes. */
export function ConnectionCard({
  sourceId,
  guide,
  connection,
  mayWrite,
  testAction,
}: {
  sourceId: string
  guide: ToolGuide
  connection: SourceConnection
  mayWrite: boolean
  testAction: FormAction<PollTest>
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
            <Fact title="API" isWide>
              <AskedApi
                sourceId={sourceId}
                poll={guide.poll}
                connection={connection}
                testAction={mayWrite ? testAction : null}
              />
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

function Fact({ title, isWide = false, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={clsx('min-w-0', isWide && 'sm:col-span-2')}>
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
