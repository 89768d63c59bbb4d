import { HistoryLink } from '@/components/audit/history-link'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedToken } from '@/lib/model/listed-token'
import { CreateTokenDialog } from './create-token-dialog'
import { RevokeTokenButton } from './revoke-token-button'
import { RotateTokenDialog } from './rotate-token-dialog'

/** The tokens of a source: when and by what each was last used, until when it is good. */
export function TokensCard({
  sourceId,
  tokens,
  mayWrite,
  createAction,
  revokeAction,
  rotateAction,
}: {
  sourceId: string
  tokens: ListedToken[]
  mayWrite: boolean
  createAction: FormAction<{ token: string }>
  revokeAction: FormAction<void>
  rotateAction: FormAction<{ token: string }>
}) {
  return (
    <Card>
      <CardHeader
        title="Ingest tokens"
        description="A token can only send to this source, never read. Only hashes are kept."
        actions={mayWrite ? <CreateTokenDialog sourceId={sourceId} action={createAction} /> : null}
      />
      {tokens.length === 0 ? (
        <CardBody>
          <EmptyState kind="empty" title="No token" level={3}>
            <p>Without one, nothing can be sent to this source. An admin of its team can make one.</p>
          </EmptyState>
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
                  <span className="min-w-0 truncate">{token.name}</span>
                  {token.status === 'active' ? null : <Badge tone="outline">{token.status}</Badge>}
                </p>
                <code className="font-mono text-xs text-ink-3">rl_ing_{token.id}_…</code>
              </div>
              <TokenTimes token={token} />
              <HistoryLink kind="token" id={token.id} of={token.name} size="sm" />
              {mayWrite && token.status !== 'revoked' ? (
                <div className="flex gap-2">
                  {token.status === 'active' ? (
                    <RotateTokenDialog sourceId={sourceId} token={token} action={rotateAction} />
                  ) : null}
                  <RevokeTokenButton sourceId={sourceId} token={token} action={revokeAction} />
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function TokenTimes({ token }: { token: ListedToken }) {
  const { createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, userAgent } = token
  return (
    <div className="flex-1 basis-64 text-xs text-ink-3">
      <p className="text-ink-2">
        {lastUsedAt === null ? (
          'Never used'
        ) : (
          <>
            Last used <Time iso={lastUsedAt.toISOString()} />
            {userAgent ? <span className="block truncate text-ink-3">by {userAgent}</span> : null}
          </>
        )}
      </p>
      <p>
        Created <Time iso={createdAt.toISOString()} />
        {createdBy === null ? null : ` by ${createdBy}`}
      </p>
      <p>
        {revokedAt !== null ? (
          <>
            Revoked <Time iso={revokedAt.toISOString()} />
          </>
        ) : expiresAt === null ? (
          'Never expires'
        ) : (
          <>
            {token.status === 'expired' ? 'Expired ' : 'Expires '}
            <Time iso={expiresAt.toISOString()} />
          </>
        )}
      </p>
    </div>
  )
}
