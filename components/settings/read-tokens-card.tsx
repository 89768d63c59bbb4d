'use client'

import { HistoryLink } from '@/components/audit/history-link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/model/action-state'
import { API_TOKEN_PREFIX } from '@/lib/model/api-scope'
import type { ListedReadToken } from '@/lib/model/listed-read-token'

/** The tokens of the API: what each is for, who made it, when and by what it was last used. */
export function ReadTokensCard({
  tokens,
  revokeAction,
}: {
  tokens: ListedReadToken[]
  revokeAction: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader
        title="API tokens"
        description="Yours, and those for a team you administer. A token does no more than its person may."
      />
      {tokens.length === 0 ? (
        <CardBody>
          <EmptyState kind="empty" title="No token yet" level={3}>
            <p>
              Make one to read executions, flows and traces from a script, or to set up teams and sources by
              one.
            </p>
          </EmptyState>
        </CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
                  <span className="min-w-0 truncate">{token.name}</span>
                  <Badge tone={token.scope === 'write' ? 'accent' : 'outline'}>{token.scope}</Badge>
                  {token.status === 'active' ? null : <Badge tone="outline">{token.status}</Badge>}
                </p>
                <code className="font-mono text-xs text-ink-3">
                  {API_TOKEN_PREFIX[token.scope]}
                  {token.id}_…
                </code>
                <p className="text-xs text-ink-2">
                  For {token.isForAll ? 'all that its person may' : namesOf(token.teams)}
                  {token.parentId === null ? '' : `, made by the token ${token.parentId}`}
                </p>
              </div>
              <TokenTimes token={token} />
              <HistoryLink kind="read_token" id={token.id} of={token.name} size="sm" />
              {token.status === 'revoked' ? null : <RevokeButton token={token} action={revokeAction} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const SHOWN = 4

function namesOf(teams: ListedReadToken['teams']): string {
  if (teams.length === 0) return 'nothing: its teams are gone'
  const named = teams.slice(0, SHOWN).map((team) => team.name)
  return teams.length > SHOWN ? `${named.join(', ')} and ${teams.length - SHOWN} more` : named.join(', ')
}

function TokenTimes({ token }: { token: ListedReadToken }) {
  const { createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, userAgent } = token
  return (
    <div className="min-w-0 flex-1 basis-64 text-xs text-ink-3">
      <p className="text-ink-2">
        {lastUsedAt === null ? 'Never used' : <When label="Last used" at={lastUsedAt} />}
        {lastUsedAt !== null && userAgent ? (
          <span className="block truncate text-ink-3">by {userAgent}</span>
        ) : null}
      </p>
      <p>
        <When label="Created" at={createdAt} />
        {createdBy === null ? null : ` by ${createdBy}`}
      </p>
      <p>
        {revokedAt !== null ? (
          <When label="Revoked" at={revokedAt} />
        ) : expiresAt === null ? (
          'Never expires'
        ) : (
          <When label={token.status === 'expired' ? 'Expired' : 'Expires'} at={expiresAt} />
        )}
      </p>
    </div>
  )
}

const When = ({ label, at }: { label: string; at: Date }) => (
  <>
    {label} <Time iso={at.toISOString()} />
  </>
)

function RevokeButton({ token, action }: { token: ListedReadToken; action: FormAction<void> }) {
  const revoke = async () => {
    const form = new FormData()
    form.set('tokenId', token.id)
    const state = await action({ status: 'idle' }, form)
    if (state.status === 'refused') throw new Error(state.message)
  }
  return (
    <ConfirmDialog
      title={`Revoke “${token.name}”?`}
      description="Whatever still asks with it is refused from the next request on, and so is what asks with tokens that it made. This cannot be undone."
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
