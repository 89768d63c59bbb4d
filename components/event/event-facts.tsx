import Link from 'next/link'
import type { ReactNode } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatBytes } from '@/lib/format/bytes'
import { protocolName } from '@/lib/format/event-words'
import type { EventDetail } from '@/lib/model/listed-event'
import { BecameList } from './became-list'

/** What an event became or why not, what does not conform, and where it came from. */
export function EventFacts({ event }: { event: EventDetail }) {
  return (
    <div className="flex min-w-0 flex-col gap-6 max-xl:order-first">
      <Card>
        <CardHeader title="What it became" />
        <CardBody className="text-sm">
          {event.told.length > 0 ? (
            <BecameList told={event.told} />
          ) : (
            <p className="wrap-anywhere text-ink-2">{event.because ?? 'Nothing that you may see.'}</p>
          )}
          {event.told.length > 0 && event.because !== null ? (
            <p className="mt-2 wrap-anywhere text-ink-2">{event.because}</p>
          ) : null}
        </CardBody>
      </Card>
      {event.notes.length === 0 ? null : (
        <Card>
          <CardHeader title="What does not conform" description="It was taken all the same." />
          <ul className="divide-y divide-line">
            {event.notes.map(({ path, message }) => (
              <li key={`${path} ${message}`} className="px-4 py-2.5 text-sm">
                <span className="wrap-anywhere text-ink">{message}</span>
                {path === '' ? null : (
                  <code className="block font-mono text-xs break-all text-ink-3">{path}</code>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card>
        <CardHeader title="Origin" />
        <CardBody>
          <Origin event={event} />
        </CardBody>
      </Card>
    </div>
  )
}

function Origin({ event }: { event: EventDetail }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      <Fact title="Source">
        <Link href={`/sources/${event.sourceId}`} className="text-accent hover:underline">
          {event.sourceName}
        </Link>
      </Fact>
      <Fact title="Came by">{protocolName(event.protocol)}</Fact>
      {event.subject === null ? null : <Fact title="About">{event.subject}</Fact>}
      <Fact title="Happened">
        {event.occurredAt === null ? (
          'It does not say.'
        ) : (
          <Time absolute iso={event.occurredAt.toISOString()} />
        )}
      </Fact>
      <Fact title="Received">
        <Time absolute iso={event.receivedAt.toISOString()} />
      </Fact>
      <Fact title="Came again">{event.repeats === 0 ? 'never' : `${event.repeats} times, counted once`}</Fact>
      <Fact title="Read by">
        <code className="font-mono text-xs">{event.parser}</code>
      </Fact>
      <Fact title="Size">{formatBytes(event.bytes)}</Fact>
      <Fact title="Key">
        <Copied value={event.key} label="key of the event" />
      </Fact>
      <Fact title="SHA-256">
        <Copied value={event.requestHash} label="hash of the request" />
      </Fact>
      <Fact title="Id">
        <Copied value={event.id} label="id of the event" />
      </Fact>
    </dl>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-xs leading-5 text-ink-3">{title}</dt>
      <dd className="min-w-0 wrap-anywhere text-ink">{children}</dd>
    </>
  )
}

function Copied({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 font-mono text-xs leading-5 break-all">{value}</code>
      <CopyButton value={value} label={label} />
    </span>
  )
}
