import { CodeBlock } from '@/components/ui/code-block'
import type { ExceptionView } from '@/lib/timeline/span-view'

const LINES_SHOWN = 6

/** An exception: type, message, the first lines of its stack, and the rest when asked for. */
export function ExceptionCard({ exception }: { exception: ExceptionView }) {
  const { type, message, stack } = exception
  const lines = stack?.trimEnd().split('\n') ?? []
  return (
    <div className="min-w-0">
      <p className="text-sm font-medium wrap-anywhere text-failed">
        {type ? <span className="font-mono text-xs">{type}</span> : null}
        {type && message ? <span className="text-ink-3">: </span> : null}
        <span className="whitespace-pre-wrap">{message}</span>
      </p>
      {stack ? <Stack lines={lines} stack={stack} /> : null}
    </div>
  )
}

function Stack({ lines, stack }: { lines: string[]; stack: string }) {
  if (lines.length <= LINES_SHOWN)
    return <CodeBlock className="mt-2" label="stack trace" code={stack.trimEnd()} />
  return (
    <details className="group mt-2">
      <summary className="list-none [&::-webkit-details-marker]:hidden">
        <pre className="overflow-hidden rounded-lg border border-line bg-sunken px-4 py-3 font-mono text-xs leading-5 text-ink-2 group-open:hidden">
          {telling(lines).join('\n')}
        </pre>
        <span className="mt-1 inline-block py-1 text-xs font-medium text-accent hover:underline">
          <span className="group-open:hidden">Show all {lines.length} lines of the stack</span>
          <span className="hidden group-open:inline">Show less</span>
        </span>
      </summary>
      <CodeBlock label="stack trace" code={stack.trimEnd()} />
    </details>
  )
}

/** Python writes the innermost frame last, most others first; shown is the end where it broke. */
function telling(lines: string[]): string[] {
  const isInnermostLast = lines[0]?.startsWith('Traceback (most recent call last)') === true
  return isInnermostLast ? ['…', ...lines.slice(-LINES_SHOWN)] : lines.slice(0, LINES_SHOWN)
}
