'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedStream, MadeStream } from '@/lib/model/audit-stream'
import { sayTest } from './say-test'
import { StreamForm } from './stream-form'

/** Changes where a stream goes and what it sends; it is tried at once. */
export function EditStreamDialog({
  stream,
  teams,
  action,
}: {
  stream: ListedStream
  teams: { id: string; name: string }[]
  action: FormAction<MadeStream>
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog
      title={`Edit ${stream.name}`}
      description="It goes on from where it is, with what stands here."
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Edit</Button>}
    >
      <StreamForm
        stream={stream}
        teams={teams}
        action={action}
        onCancel={() => setOpen(false)}
        onDone={({ test }) => {
          if (test !== null) sayTest(test)
          setOpen(false)
        }}
      />
    </Dialog>
  )
}
