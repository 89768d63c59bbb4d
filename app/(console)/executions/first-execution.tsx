import { ButtonLink } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'

const COMMAND = `# a token: Sources → your source → New token
export RUNLEDGER_TOKEN=rl_ing_…
bin/runledger run --name hello -- echo "my first execution"`

/** Nothing was ever sent: what this page will show, and how to make it show something. */
export function FirstExecution() {
  return (
    <EmptyState kind="empty" title="No executions yet">
      <p>
        Every run of a pipeline, a job or a script that speaks OpenTelemetry appears here while it happens.
        Connect what you have, or record any command:
      </p>
      <div className="mt-4 text-left">
        <CodeBlock code={COMMAND} label="command that records an execution" />
      </div>
      <div className="mt-4 flex justify-center">
        <ButtonLink variant="primary" href="/sources">
          Connect a source
        </ButtonLink>
      </div>
    </EmptyState>
  )
}
