'use client'

import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/dialog'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import { countOf, formatCount } from '@/lib/format/count'
import type { FormAction } from '@/lib/model/action-state'
import type { Sample } from '@/lib/model/sample'
import { Progress } from './progress'
import { useSample } from './use-sample'
import { WhatToSee } from './what-to-see'

export type SampleActions = Record<'start' | 'stop' | 'remove', FormAction<void>>

/** Loads the sample data, shows how far it is, and takes it away again. */
export function SampleCard({ initial, actions }: { initial: Sample | null; actions: SampleActions }) {
  const { sample, isConnected, look } = useSample(initial)
  const perform = async (action: FormAction<void>) => {
    const state = await action({ status: 'idle' }, new FormData())
    if (state.status === 'refused') throw new Error(state.message)
    await look()
  }
  const attempt = (action: FormAction<void>) => () =>
    void perform(action).catch((error) =>
      toast.error(error instanceof Error ? error.message : 'It did not work.'),
    )
  return (
    <>
      <Card>
        <CardHeader title="Sample data" description={describe(sample)} />
        <CardBody className="flex flex-col gap-4">
          {isConnected ? null : (
            <p role="alert" className="text-sm font-medium text-warning">
              The server does not answer at the moment. What is shown may be old; it is asked again.
            </p>
          )}
          <State sample={sample} />
          <div className="flex flex-wrap gap-2">
            {sample === null ? (
              <Button variant="primary" onClick={attempt(actions.start)}>
                Load sample data
              </Button>
            ) : null}
            {sample?.phase === 'stopped' ? (
              <Button variant="primary" onClick={attempt(actions.start)}>
                Go on loading
              </Button>
            ) : null}
            {sample?.phase === 'loading' ? <Button onClick={attempt(actions.stop)}>Stop</Button> : null}
            {sample === null || sample.phase === 'removing' ? null : (
              <RemoveButton onConfirm={() => perform(actions.remove)} />
            )}
          </div>
        </CardBody>
      </Card>
      {sample?.phase === 'loaded' ? <WhatToSee bad={sample.bad} /> : null}
    </>
  )
}

function describe(sample: Sample | null): string {
  if (sample === null) return 'There is none at the moment.'
  if (sample.phase === 'loading')
    return 'Being sent through the receivers. You may leave this page; it goes on.'
  if (sample.phase === 'removing') return 'Being deleted. You may leave this page; it goes on.'
  return sample.phase === 'stopped' ? 'It was stopped on the way.' : 'All of it is here.'
}

function State({ sample }: { sample: Sample | null }) {
  if (sample === null) return null
  const { phase, done, total, items, error, finishedAt } = sample
  if (phase === 'loading') return <Progress label="Loading" done={done} total={total} unit="executions" />
  if (phase === 'removing') return <Progress label="Removing" done={done} total={total} unit="rows" />
  if (phase === 'stopped') {
    return (
      <>
        {error === null ? null : (
          <p role="alert" className="text-sm font-medium wrap-anywhere text-danger">
            {error}
          </p>
        )}
        <Progress label="Stopped" done={done} total={total} unit="executions" />
      </>
    )
  }
  return (
    <p className="text-sm text-ink-2">
      {countOf(done, 'execution')} with {formatCount(items)} spans and log records, loaded{' '}
      {finishedAt === null ? null : <Time iso={finishedAt} />}.
    </p>
  )
}

function RemoveButton({ onConfirm }: { onConfirm: () => Promise<void> }) {
  return (
    <ConfirmDialog
      title="Remove the sample data?"
      description="Everything that its sources sent is deleted: executions, traces, log records, flows; then the sources and their teams. What your own sources sent is not touched."
      confirmLabel="Remove sample data"
      onConfirm={onConfirm}
      trigger={<Button>Remove…</Button>}
    />
  )
}
