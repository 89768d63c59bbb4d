import { Prose } from '@/components/reference/prose'
import { CodeBlock } from '@/components/ui/code-block'
import type { GuideWay } from '@/lib/model/tool-guide'

/** One way to connect a tool: what comes this way, and what to do, in order. */
export function GuideSteps({ way }: { way: GuideWay }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-ink-2">
        <Prose text={way.about} />
      </p>
      <ol className="flex flex-col gap-4">
        {way.steps.map((step, n) => (
          <li key={step.text} className="flex min-w-0 gap-3">
            <span
              aria-hidden
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-medium text-ink-2 tabular-nums"
            >
              {n + 1}
            </span>
            <div className="flex min-w-0 flex-1 flex-col gap-2">
              <p className="text-sm wrap-anywhere text-ink">
                <Prose text={step.text} />
              </p>
              {step.code === undefined ? null : (
                <>
                  <p className="text-xs text-ink-3">{step.code.label}</p>
                  <CodeBlock code={step.code.code} label={step.code.label} />
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}
