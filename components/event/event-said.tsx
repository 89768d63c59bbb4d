import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { prettyJson } from '@/lib/format/pretty-json'
import type { EventDetail } from '@/lib/model/listed-event'

/** What an event said, word for word without its secrets. */
export function EventSaid({ body }: Pick<EventDetail, 'body'>) {
  if (body === null) {
    return (
      <EmptyState kind="unknown" title="What it said is not stored any more">
        <p>
          Bodies of events are deleted when they are older than the organization keeps them. What followed
          from it stays.
        </p>
      </EmptyState>
    )
  }
  const headers = Object.entries(body.headers)
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Card>
        <CardHeader title="What it said" description="As it came, without the secrets that were in it." />
        <CardBody>
          <CodeBlock className="[&_section]:max-h-[70vh]" code={prettyJson(body.text)} label="event" />
        </CardBody>
      </Card>
      {headers.length === 0 ? null : (
        <Card>
          <CardHeader
            title="Headers"
            description="Those that its parser reads; credentials are never kept."
          />
          <CardBody className="relative overflow-x-auto">
            <table className="w-full text-left text-sm">
              <tbody>
                {headers.map(([name, value]) => (
                  <tr key={name} className="border-t border-line first:border-t-0">
                    <th scope="row" className="py-1.5 pr-6 font-mono text-xs font-normal text-ink-3">
                      {name}
                    </th>
                    <td className="py-1.5 font-mono text-xs wrap-anywhere text-ink">{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </CardBody>
        </Card>
      )}
    </div>
  )
}
