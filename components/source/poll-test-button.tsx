'use client'

import { CircleCheck, CircleX, Radio } from 'lucide-react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { countOf, formatCount } from '@/lib/format/count'
import { formatDuration } from '@/lib/format/duration'
import type { FormAction } from '@/lib/model/action-state'
import type { PollTest, PollTestPage } from '@/lib/model/poll-test'

/** Asks the tool once by what is saved, and says what it found or what went wrong. Nothing is stored. */
export function PollTestButton({ sourceId, action }: { sourceId: string; action: FormAction<PollTest> }) {
  return (
    <ActionForm action={action} label="Test of the connection" className="flex flex-col gap-2">
      {({ state, isPending }) => (
        <>
          <input type="hidden" name="sourceId" value={sourceId} />
          <span className="flex flex-wrap items-center gap-2">
            <Button type="submit" size="sm" disabled={isPending}>
              <Radio aria-hidden />
              {isPending ? 'Asking…' : 'Test now'}
            </Button>
            <span className="text-xs text-ink-3">Asks for one page and stores nothing.</span>
          </span>
          <FormError state={state} />
          <div role="status">
            {state.status === 'done' && !isPending ? <Outcome test={state.result} /> : null}
          </div>
        </>
      )}
    </ActionForm>
  )
}

function Outcome({ test: { error, answers, tookMs, missing, page } }: { test: PollTest }) {
  const Icon = error === null ? CircleCheck : CircleX
  return (
    <div className="flex flex-col gap-1.5 rounded-md border border-line bg-sunken px-3 py-2 text-sm wrap-anywhere">
      <p className="flex gap-2">
        <Icon
          aria-hidden
          className={`mt-0.5 size-4 shrink-0 ${error === null ? 'text-success' : 'text-failed'}`}
        />
        <span className={error === null ? 'text-ink' : 'text-failed'}>{error ?? foundWords(page)}</span>
      </p>
      {page === null || page.items === 0 ? null : <Found page={page} />}
      <p className="text-xs text-ink-3">
        {countOf(answers, 'answer')} in {formatDuration(tookMs)}.
        {missing.length === 0 ? null : ` Nothing is known at ${missing.join(', ')} (404).`}
      </p>
    </div>
  )
}

function foundWords(page: PollTestPage | null): string {
  if (page === null) return 'It answers. One page holds more than a test reads; a round reads all of it.'
  const since = page.isFirst ? '' : ' since the last round'
  return page.items === 0
    ? `It answers, and has nothing new${since}.`
    : `It answers: ${countOf(page.items, 'item')} on the first page${since}.`
}

function Found({ page: { types, examples } }: { page: PollTestPage }) {
  return (
    <>
      <p className="text-xs text-ink-2">
        {types.map(({ type, count }) => `${formatCount(count)} × ${type}`).join(', ')}
      </p>
      <ul className="flex flex-col gap-0.5 text-xs text-ink-2">
        {examples.map(({ type, subject, because }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and may be alike
          <li key={index}>
            <code className="font-mono">{type}</code> {subject}
            {because === null ? null : <span className="text-ink-3"> ({because})</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
