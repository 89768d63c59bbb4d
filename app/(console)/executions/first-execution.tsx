import { headers } from 'next/headers'
import { ButtonLink } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { isHttps } from '@/lib/auth/client-request'
import { config } from '@/lib/config'
import { endpointsFor } from '@/lib/connect/endpoints'
import { snippetsFor } from '@/lib/connect/snippets'

/** Nothing was ever sent: what this page will show, and how to make it show something. */
export async function FirstExecution() {
  const head = await headers()
  const opened = { host: head.get('host') ?? new URL(config().url).host, isHttps: isHttps(head) }
  const [shell] = snippetsFor({ ...endpointsFor(opened, config()), token: null, service: 'shell' })
  return (
    <EmptyState kind="empty" title="No executions yet">
      <p>
        Every run of a pipeline, a job or a script that speaks OpenTelemetry appears here while it happens.
        Connect a source to get its token and what to paste where, or send one from a shell with a token that
        you have:
      </p>
      {shell?.blocks.map((block) => (
        <div key={block.label} className="mt-4 text-left">
          <CodeBlock code={block.code} label={block.label} />
        </div>
      ))}
      <div className="mt-4 flex justify-center">
        <ButtonLink variant="primary" href="/sources">
          Connect a source
        </ButtonLink>
      </div>
    </EmptyState>
  )
}
