import { StateBadge } from '@/components/execution/state-badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { countOf } from '@/lib/format/count'
import type { MappingPreview, PreviewedEvent } from '@/lib/model/event-mapping'
import type { LivePreview } from './use-mapping-preview'

/** What would come of the sample by the mapping as it is now. */
export function MappingOutcome({ live, hasSample }: { live: LivePreview; hasSample: boolean }) {
  return (
    <Card aria-label="What would come of it" aria-live="polite">
      <CardHeader title="What would come of it" description="Nothing of this is stored." />
      <CardBody className="flex flex-col gap-4 text-sm text-ink-2">
        {live.error === null ? null : <p className="font-medium text-danger wrap-anywhere">{live.error}</p>}
        {hasSample ? null : <p>Paste a sample, and it is shown here what would come of it.</p>}
        {live.preview === null ? null : <Outcome preview={live.preview} />}
      </CardBody>
    </Card>
  )
}

function Outcome({ preview }: { preview: MappingPreview }) {
  if (preview.problems.length > 0)
    return (
      <ul className="flex flex-col gap-1">
        {preview.problems.slice(0, 10).map(({ place, message }) => (
          <li key={`${place} ${message}`} className="wrap-anywhere">
            <code className="font-mono text-xs">{place === '' ? 'mapping' : place}</code>: {message}
          </li>
        ))}
      </ul>
    )
  return (
    <ol className="flex flex-col gap-4">
      {preview.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events of a sample have no names of their own
        <li key={index}>
          <Event event={event} />
        </li>
      ))}
    </ol>
  )
}

function Event({ event }: { event: PreviewedEvent }) {
  const { execution, tasks, because } = event
  if (execution === null) return <p className="wrap-anywhere">Kept: {because}</p>
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 wrap-anywhere">
        {execution.state === null ? <span>no state</span> : <StateBadge state={execution.state} />}
        <span className="font-medium text-ink">{execution.flow}</span>
        <code className="font-mono text-xs">{execution.id}</code>
        <span className="text-ink-3">in {execution.namespace}</span>
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <When title="Queued" iso={execution.queuedAt} />
        <When title="Started" iso={execution.startedAt} />
        <When title="Ended" iso={execution.endedAt} />
      </dl>
      {execution.error === null ? null : <p className="text-failed wrap-anywhere">{execution.error}</p>}
      {tasks.length === 0 ? null : (
        <ul
          aria-label={countOf(tasks.length, 'task run')}
          className="flex flex-col gap-1 border-l border-line pl-3"
        >
          {tasks.map(({ id, name, state }) => (
            <li key={id} className="flex flex-wrap items-center gap-2 wrap-anywhere">
              {state === null ? <span>no state</span> : <StateBadge state={state} />}
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const When = ({ title, iso }: { title: string; iso: string | null }) => (
  <>
    <dt className="text-ink-3">{title}</dt>
    <dd>{iso === null ? '–' : <Time absolute iso={iso} />}</dd>
  </>
)
