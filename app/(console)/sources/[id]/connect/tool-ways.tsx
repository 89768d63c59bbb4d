import { ConnectSnippets } from '@/components/source/connect-snippets'
import { GuideSteps } from '@/components/source/guide-steps'
import { PollCard } from '@/components/source/poll-card'
import { TokenCard } from '@/components/source/token-card'
import { WebhookCard } from '@/components/source/webhook-card'
import { Card, CardBody } from '@/components/ui/card'
import { TabLinks } from '@/components/ui/tab-links'
import { getConnection } from '@/db/queries/get-connection'
import type { SourceDetail } from '@/db/queries/get-source'
import { fillWay, type GuidePlaces, hasPlace } from '@/lib/connect/fill-guide'
import { snippetsFor } from '@/lib/connect/snippets'
import { mayIn, type Scope } from '@/lib/model/scope'
import type { GuideWay, ToolGuide } from '@/lib/model/tool-guide'
import {
  createShownTokenAction,
  hideSecretAction,
  hideTokenAction,
  setPollingAction,
  setWebhookAction,
  testPollingAction,
} from '../../actions'
import { ANY_SDK } from './search-params'

type Props = {
  scope: Scope
  source: SourceDetail
  guide: ToolGuide | null
  /** As the address has it. */
  wayId: string
  places: Omit<GuidePlaces, 'source'> & { grpcEndpoint: string | null }
}

/** Everything that has to be copied or set to connect the source in one of its tool's ways. */
export async function ToolWays({ scope, source, guide, wayId, places }: Props) {
  const way =
    wayId === ANY_SDK ? null : (guide?.ways.find(({ id }) => id === wayId) ?? guide?.ways[0] ?? null)
  const needsToken = way === null || hasPlace(way, 'token') || (hasPlace(way, 'hook') && !hasOwnSecret(guide))
  return (
    <>
      {guide === null ? null : <Ways sourceId={source.id} ways={guide.ways} current={way} />}
      {needsToken ? (
        <TokenCard
          sourceId={source.id}
          token={places.token}
          mayCreate={mayIn(scope, 'token.write', source.teamId)}
          createAction={createShownTokenAction}
          hideAction={hideTokenAction}
        />
      ) : null}
      {way === null || guide === null ? (
        <ConnectSnippets snippets={snippetsFor({ ...places, service: source.slug })} kind={source.kind} />
      ) : (
        <Way scope={scope} source={source} guide={guide} way={way} places={places} />
      )}
    </>
  )
}

/** True where the tool's calls are proven by a secret of their own unless somebody chose otherwise. */
const hasOwnSecret = (guide: ToolGuide | null): boolean => guide?.proofs[0]?.by === 'secret'

function Ways({ sourceId, ways, current }: { sourceId: string; ways: GuideWay[]; current: GuideWay | null }) {
  const path = `/sources/${sourceId}/connect`
  return (
    <TabLinks
      label="Ways to connect"
      links={[
        ...ways.map(({ id, title }) => ({
          href: `${path}?way=${encodeURIComponent(id)}`,
          title,
          current: id === current?.id,
        })),
        { href: `${path}?way=${ANY_SDK}`, title: 'Any OpenTelemetry SDK', current: current === null },
      ]}
    />
  )
}

async function Way({
  scope,
  source,
  guide,
  way,
  places,
}: Omit<Props, 'wayId' | 'guide'> & { guide: ToolGuide; way: GuideWay }) {
  const connection = await getConnection(scope, source.id)
  const proof = guide.proofs.find(({ id }) => id === connection.verifier)
  const isByToken = proof === undefined || proof.by === 'token'
  const filled = fillWay(way, {
    ...places,
    // Where calls are proven by an ingest token, that is the secret to give to the tool.
    secret: isByToken ? places.token : places.secret,
    source: source.slug,
  })
  const mayWrite = mayIn(scope, 'source.write', source.teamId)
  return (
    <>
      {guide.proofs.length > 0 && hasPlace(way, 'hook') ? (
        <WebhookCard
          sourceId={source.id}
          hook={places.hook}
          secret={places.secret}
          proofs={guide.proofs}
          connection={connection}
          mayWrite={mayWrite}
          setAction={setWebhookAction}
          hideAction={hideSecretAction}
        />
      ) : null}
      <Card>
        <CardBody>
          <GuideSteps way={filled} />
        </CardBody>
      </Card>
      {guide.poll !== null && way.id === 'poll' ? (
        <PollCard
          sourceId={source.id}
          poll={guide.poll}
          connection={connection}
          mayWrite={mayWrite}
          action={setPollingAction}
          testAction={testPollingAction}
        />
      ) : null}
    </>
  )
}
