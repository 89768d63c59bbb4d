import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NamePlace } from '@/components/frame/name-place'
import { GuideSteps } from '@/components/source/guide-steps'
import { StateWordsCard } from '@/components/source/state-words-card'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { requireViewer } from '@/lib/auth/viewer'
import { toolGuideOf } from '@/lib/connect/tool-guides'
import { teamsFor } from '@/lib/model/scope'
import type { ToolGuide } from '@/lib/model/tool-guide'

type Props = { params: Promise<{ tool: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Guide: ${toolGuideOf((await params).tool)?.name ?? 'unknown'}` }
}

/** How a tool is connected, to be read before there is a source of it. */
export default async function GuidePage({ params }: Props) {
  const scope = await requireViewer()
  const guide = toolGuideOf((await params).tool)
  if (guide === null) notFound()
  const mayCreate = teamsFor(scope, 'source.write')?.length !== 0
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={guide.id} name={guide.name} />
      <PageHeader
        title={guide.name}
        description={guide.about}
        actions={
          mayCreate ? (
            <ButtonLink variant="primary" href={`/sources/new?tool=${guide.id}`}>
              <Plus aria-hidden />
              Connect {guide.name}
            </ButtonLink>
          ) : null
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <p className="text-sm text-ink-3">
            What stands in double braces is filled in when a source is connected.
          </p>
          {guide.ways.map((way) => (
            <Card key={way.id}>
              <CardHeader title={way.title} />
              <CardBody>
                <GuideSteps way={way} />
              </CardBody>
            </Card>
          ))}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Proofs guide={guide} />
          <StateWordsCard name={guide.name} states={guide.states} />
        </div>
      </div>
    </div>
  )
}

function Proofs({ guide }: { guide: ToolGuide }) {
  if (guide.proofs.length === 0) return null
  return (
    <Card>
      <CardHeader title="How its webhooks are proven" description="Always over the bytes as they came." />
      <CardBody>
        <dl className="flex flex-col gap-3 text-sm">
          {guide.proofs.map(({ id, title, about }, n) => (
            <div key={id}>
              <dt className="font-medium text-ink">
                {title}
                {n === 0 && guide.proofs.length > 1 ? (
                  <span className="font-normal text-ink-3"> (recommended)</span>
                ) : null}
              </dt>
              <dd className="wrap-anywhere text-ink-2">{about}</dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  )
}
