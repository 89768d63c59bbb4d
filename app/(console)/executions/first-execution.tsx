import { headers } from 'next/headers'
import { SampleOffer } from '@/components/sample/sample-offer'
import { ButtonLink } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { getSample } from '@/db/queries/get-sample'
import { isHttps } from '@/lib/auth/client-request'
import { requireViewer } from '@/lib/auth/viewer'
import { config } from '@/lib/config'
import { endpointsFor } from '@/lib/connect/endpoints'
import { snippetsFor } from '@/lib/connect/snippets'
import { mayIn, type Scope } from '@/lib/model/scope'
import { startSampleAction } from '../sample/actions'

/** Nothing was ever sent: what this page will show, and how to make it show something. */
export async function FirstExecution() {
  const scope = await requireViewer()
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
      <div className="mt-4 flex flex-wrap items-start justify-center gap-2">
        <ButtonLink variant="primary" href="/sources">
          Connect a source
        </ButtonLink>
        <Sample scope={scope} />
      </div>
    </EmptyState>
  )
}

/** For owners: a click to a simulated company, or to where it is on its way already. */
async function Sample({ scope }: { scope: Scope }) {
  if (!mayIn(scope, 'sample.write', null)) return null
  if ((await getSample(scope)) !== null) return <ButtonLink href="/sample">Sample data</ButtonLink>
  return <SampleOffer action={startSampleAction} />
}
