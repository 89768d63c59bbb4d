import clsx from 'clsx'
import { Circle, CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'

export type Step = { title: string; about: string; isDone: boolean; href: string; action: string }

/** What an installation without executions has before it, in the order in which it is done. */
export function FirstStepsCard({ steps }: { steps: Step[] }) {
  const next = steps.findIndex((step) => !step.isDone)
  return (
    <Card aria-label="First steps" className="max-w-3xl">
      <CardHeader
        title="First steps"
        description="This page will say what is failing, what runs and how the teams fare. For that it has to hear of executions."
      />
      <ol>
        {steps.map((step, index) => (
          <li
            key={step.title}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 first:border-t-0"
          >
            {step.isDone ? (
              <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
            ) : (
              <Circle aria-hidden className="size-5 shrink-0 text-ink-3" />
            )}
            <div className="min-w-0 flex-1 basis-56">
              <p className={clsx('text-sm font-medium', step.isDone ? 'text-ink-3' : 'text-ink')}>
                {step.title}
                <span className="sr-only">{step.isDone ? ', done' : ', still to do'}</span>
              </p>
              <p className="text-sm text-ink-3">{step.about}</p>
            </div>
            <Link href={step.href} className={buttonClass(index === next ? 'primary' : 'secondary')}>
              {step.action}
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  )
}
