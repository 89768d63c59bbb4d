'use client'

import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/dialog'
import type { FormAction } from '@/lib/model/action-state'

/** Ends a token, after asking: whatever still sends with it is refused from then on. */
export function RevokeTokenButton({
  sourceId,
  token,
  action,
}: {
  sourceId: string
  token: { id: string; name: string }
  action: FormAction<void>
}) {
  const revoke = async () => {
    const form = new FormData()
    form.set('sourceId', sourceId)
    form.set('tokenId', token.id)
    const state = await action({ status: 'idle' }, form)
    if (state.status === 'refused') throw new Error(state.message)
  }
  return (
    <ConfirmDialog
      title={`Revoke “${token.name}”?`}
      description="Whatever still sends with it is refused within five seconds, and its telemetry is lost unless it gets another token. This cannot be undone. What was received stays."
      confirmLabel="Revoke token"
      onConfirm={revoke}
      trigger={
        <Button size="sm" aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      }
    />
  )
}
