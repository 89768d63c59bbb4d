import type { Metadata } from 'next'
import { NamePlace } from '@/components/frame/name-place'
import { RejectionList } from '@/components/source/rejection-list'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { TabLinks } from '@/components/ui/tab-links'
import { getSource } from '@/db/queries/get-source'
import { countRejections, listRejections, type RejectionChoice } from '@/db/queries/list-rejections'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { formatCount } from '@/lib/format/count'
import { reasonWords, signalName } from '@/lib/format/source-words'
import { loadRejectionParams, type RejectionAddress, rejectionsHref } from './search-params'

export const metadata: Metadata = { title: 'Rejections' }

const PAGE = 50

type Props = {
  params: Promise<{ id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function RejectionsPage({ params, searchParams }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const source = await orNotFound(getSource(scope, id), { scope, kind: 'source', id })
  const address = await loadRejectionParams(searchParams)
  const [choices, found] = await Promise.all([
    countRejections(scope, source.id),
    listRejections(
      scope,
      source.id,
      {
        ...(address.reason === '' ? {} : { reason: address.reason }),
        ...(address.signal === '' ? {} : { signal: address.signal }),
        ...(address.after === '' ? {} : { after: address.after }),
      },
      PAGE,
    ),
  ])
  return (
    <div className="flex flex-col gap-5">
      <NamePlace id={source.id} name={source.name} />
      <PageHeader
        title={`Rejections of ${source.name}`}
        description="The newest items that were not stored, each with the reason and what was sent. The newest thousand or so are kept."
        actions={
          <>
            <ButtonLink href={`/sources/${source.id}/events`}>Events</ButtonLink>
            <ButtonLink href={`/sources/${source.id}`}>Source page</ButtonLink>
          </>
        }
      />
      {choices.length === 0 ? (
        <EmptyState kind="empty" title="Nothing was rejected">
          <p>Everything that this source sent, as far as it is still remembered, was stored.</p>
        </EmptyState>
      ) : (
        <>
          <Choices sourceId={source.id} address={address} choices={choices} />
          <Inbox sourceId={source.id} address={address} found={found} />
        </>
      )}
    </div>
  )
}

function Choices({
  sourceId,
  address,
  choices,
}: {
  sourceId: string
  address: RejectionAddress
  choices: RejectionChoice[]
}) {
  const total = choices.reduce((sum, { count }) => sum + count, 0)
  const links = choices.map(({ reason, signal, count }) => ({
    href: rejectionsHref(sourceId, address, { reason, signal }),
    title: `${signalName(signal)}: ${reasonWords(reason)}`,
    count: formatCount(count),
    current: address.reason === reason && address.signal === signal,
  }))
  return (
    <TabLinks
      label="Reasons"
      links={[
        {
          href: rejectionsHref(sourceId, address, { reason: '', signal: '' }),
          title: 'All',
          count: formatCount(total),
          current: address.reason === '' && address.signal === '',
        },
        ...links,
      ]}
    />
  )
}

function Inbox({
  sourceId,
  address,
  found,
}: {
  sourceId: string
  address: RejectionAddress
  found: Awaited<ReturnType<typeof listRejections>>
}) {
  const shown = found.slice(0, PAGE)
  const last = shown.at(-1)
  if (last === undefined) {
    return (
      <EmptyState kind="no-match" title="No rejection matches">
        <ButtonLink size="sm" className="mt-2" href={`/sources/${sourceId}/rejections`}>
          Show all of them
        </ButtonLink>
      </EmptyState>
    )
  }
  return (
    <>
      <Card className="min-w-0">
        <RejectionList rejections={shown} />
      </Card>
      <nav aria-label="Older and newer rejections" className="flex justify-between gap-2">
        {address.after === '' ? (
          <span />
        ) : (
          <ButtonLink size="sm" href={rejectionsHref(sourceId, address, {})}>
            Newest
          </ButtonLink>
        )}
        {found.length > PAGE ? (
          <ButtonLink size="sm" href={rejectionsHref(sourceId, address, { after: last.id })}>
            Older rejections
          </ButtonLink>
        ) : null}
      </nav>
    </>
  )
}
