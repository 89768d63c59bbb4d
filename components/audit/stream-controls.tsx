'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedStream, MadeStream, StreamTest } from '@/lib/model/audit-stream'
import { EditStreamDialog } from './edit-stream-dialog'
import { RotateStreamDialog } from './rotate-stream-dialog'
import { sayTest } from './say-test'

export type StreamActions = {
  change: FormAction<MadeStream>
  pause: FormAction<void>
  remove: FormAction<void>
  rotate: FormAction<MadeStream>
  test: FormAction<StreamTest>
}

/** Tries, changes, pauses and ends a stream. */
export function StreamControls({
  stream,
  teams,
  actions,
}: {
  stream: ListedStream
  teams: { id: string; name: string }[]
  actions: StreamActions
}) {
  const { id, name, pausedAt, hasSecret, target } = stream
  const isPaused = pausedAt !== null
  return (
    <div className="flex flex-wrap gap-2">
      <TestButton streamId={id} action={actions.test} />
      <EditStreamDialog stream={stream} teams={teams} action={actions.change} />
      <ConfirmAction
        fields={{ streamId: id, isPaused: String(!isPaused) }}
        action={actions.pause}
        title={isPaused ? `Resume ${name}?` : `Pause ${name}?`}
        description={
          isPaused
            ? 'It reads on from where it was: what was written meanwhile is sent, the oldest first.'
            : 'Nothing is sent until it is resumed. What is written meanwhile waits in the log, for as long as that is kept.'
        }
        confirmLabel={isPaused ? 'Resume' : 'Pause'}
        trigger={<Button size="sm">{isPaused ? 'Resume' : 'Pause'}</Button>}
      />
      {/* A certificate and its key change together: by Edit. */}
      {hasSecret && target.kind !== 'syslog' ? (
        <RotateStreamDialog stream={stream} action={actions.rotate} />
      ) : null}
      <ConfirmAction
        fields={{ streamId: id }}
        action={actions.remove}
        title={`Remove ${name}?`}
        description="Nothing more is sent there; what was sent stays where it is. A new stream begins anew."
        confirmLabel="Remove stream"
        trigger={<Button size="sm">Remove</Button>}
      />
    </div>
  )
}

function TestButton({ streamId, action }: { streamId: string; action: FormAction<StreamTest> }) {
  const [isTesting, setTesting] = useState(false)
  const test = async () => {
    setTesting(true)
    try {
      const form = new FormData()
      form.set('streamId', streamId)
      const state = await action({ status: 'idle' }, form)
      if (state.status === 'refused') toast.error(state.message)
      if (state.status === 'done') sayTest(state.result)
    } finally {
      setTesting(false)
    }
  }
  return (
    <Button size="sm" onClick={test} disabled={isTesting}>
      {isTesting ? 'Testing…' : 'Test'}
    </Button>
  )
}
