import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { type ParameterLine, ParameterTable } from './parameter-table'
import { Prose } from './prose'

/** One operation as it is read about. */
export type OperationLines = {
  id: string
  /** `GET` */
  method: string
  path: string
  summary: string
  description: string | null
  parameters: ParameterLine[]
  curl: string
  /** What is sent, as a person reads it; null for nothing. */
  body: string | null
  /** Null where nothing comes back. */
  answer: { name: string; text: string } | null
}

/** What can be asked at an address, with what, an example, and what comes back. */
export function OperationCard({ operation }: { operation: OperationLines }) {
  const { id, method, path, body, summary, description, parameters, curl, answer } = operation
  return (
    <Card id={id} className="scroll-mt-16">
      <CardHeader
        level={3}
        title={summary}
        description={
          <span className="flex min-w-0 flex-wrap items-center gap-2">
            <span className="rounded bg-accent-soft px-1.5 py-0.5 font-mono text-2xs font-semibold text-accent">
              {method}
            </span>
            <code className="font-mono text-xs break-all text-ink-2">{path}</code>
          </span>
        }
      />
      <CardBody className="flex flex-col gap-4">
        {description ? (
          <p className="text-sm text-ink-2">
            <Prose text={description} />
          </p>
        ) : null}
        {parameters.length > 0 ? <ParameterTable of={summary} parameters={parameters} /> : null}
        <CodeBlock code={curl} label={`example of ${method} ${path}`} />
        {body === null ? null : (
          <details className="group">
            <summary className="cursor-pointer rounded text-sm font-medium text-ink-2 hover:text-ink">
              Takes a body
            </summary>
            <CodeBlock className="mt-2" code={body} label={`body of ${method} ${path}`} />
          </details>
        )}
        {answer === null ? null : (
          <details className="group">
            <summary className="cursor-pointer rounded text-sm font-medium text-ink-2 hover:text-ink">
              Answers <code className="font-mono text-xs">{answer.name}</code>
            </summary>
            <CodeBlock className="mt-2" code={answer.text} label={`answer of ${method} ${path}`} />
          </details>
        )}
      </CardBody>
    </Card>
  )
}
