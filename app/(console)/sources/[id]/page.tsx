import { Braces, Inbox, Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { HistoryLink } from '@/components/audit/history-link'
import { NamePlace } from '@/components/frame/name-place'
import { ConnectionCard } from '@/components/source/connection-card'
import { HealthCard } from '@/components/source/health-card'
import { PushesHint } from '@/components/source/pushes-hint'
import { RejectionsCard } from '@/components/source/rejections-card'
import { SourceFacts } from '@/components/source/source-facts'
import { SourceForm } from '@/components/source/source-form'
import { StateWordsCard } from '@/components/source/state-words-card'
import { TokensCard } from '@/components/source/tokens-card'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { getConnection } from '@/db/queries/get-connection'
import { getLastChange } from '@/db/queries/get-last-change'
import { getSource } from '@/db/queries/get-source'
import { hasReadRepository } from '@/db/queries/has-read-repository'
import { listIngestTokens } from '@/db/queries/list-ingest-tokens'
import { listRejections } from '@/db/queries/list-rejections'
import { clockSkewOf } from '@/db/queries/source-clock-skew'
import { countsOfSource } from '@/db/queries/source-health'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { mayIn } from '@/lib/model/scope'
import {
  createTokenAction,
  revokeTokenAction,
  rotateTokenAction,
  testPollingAction,
  updateSourceAction,
} from '../actions'

export const metadata: Metadata = { title: 'Source' }

/** Hosts whose webhooks tell of pushes without the files that they touched. */
const NAMES_NO_FILES: Record<string, string | undefined> = {
  'azure-devops': 'Azure DevOps',
  bitbucket: 'Bitbucket',
}

type Props = { params: Promise<{ id: string }> }

export default async function SourcePage({ params }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id), { scope, kind: 'source', id })
  const isOwn = source.kind === 'runledger'
  const guide = toolGuideOf(source.kind)
  const host = NAMES_NO_FILES[source.kind]
  const [counts, rejections, tokens, last, skew, connection, isRead] = await Promise.all([
    countsOfSource(scope, source.id),
    listRejections(scope, source.id, {}, 5),
    listIngestTokens(scope, source.id),
    getLastChange(scope, { action: 'source.updated', kind: 'source', id: source.id }),
    clockSkewOf(scope, source.id),
    getConnection(scope, source.id),
    host === undefined || hasReadRepository(scope, source.id),
  ])
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={source.id} name={source.name} />
      <PageHeader
        title={source.name}
        description={<SourceFacts source={source} />}
        actions={
          isOwn ? (
            <HistoryLink kind="source" id={source.id} />
          ) : (
            <>
              <HistoryLink kind="source" id={source.id} />
              <ButtonLink href={`/sources/${source.id}/events`}>
                <Inbox aria-hidden />
                Events
              </ButtonLink>
              {guide?.isMapped === true ? (
                <ButtonLink href={`/sources/${source.id}/mapping`}>
                  <Braces aria-hidden />
                  Mapping
                </ButtonLink>
              ) : null}
              <ButtonLink href={`/sources/${source.id}/connect`}>
                <Plug aria-hidden />
                Connect
              </ButtonLink>
            </>
          )
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <HealthCard counts={counts} sourceId={source.id} skew={skew} />
          {guide === null ? null : (
            <ConnectionCard
              sourceId={source.id}
              guide={guide}
              connection={connection}
              mayWrite={mayIn(scope, 'source.write', source.teamId)}
              testAction={testPollingAction}
            />
          )}
          {host === undefined || isRead ? null : <PushesHint host={host} />}
          <RejectionsCard
            sourceId={source.id}
            rejections={rejections.slice(0, 5)}
            hasMore={rejections.length > 5}
          />
          {/* Runledger sends to itself with a key of its own: there is no token to make, to lose or to revoke. */}
          {isOwn ? null : (
            <TokensCard
              sourceId={source.id}
              tokens={tokens}
              mayWrite={mayIn(scope, 'token.write', source.teamId)}
              createAction={createTokenAction}
              revokeAction={revokeTokenAction}
              rotateAction={rotateTokenAction}
            />
          )}
          {guide === null ? null : <StateWordsCard name={guide.name} states={guide.states} />}
        </div>
        <SourceForm
          source={source}
          last={last}
          mayWrite={mayIn(scope, 'source.write', source.teamId)}
          action={updateSourceAction}
        />
      </div>
    </div>
  )
}
