'use client'

import { Fingerprint } from 'lucide-react'
import { useState } from 'react'
import { goToProvider } from '@/components/entry/go-to-provider'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

type Linked = { issuer: string; subject: string; email: string; createdAt: Date; lastUsedAt: Date | null }

/** Who the reader is at the identity provider: linked by themselves alone, and unlinked again. */
export function IdentitiesCard({
  identities,
  home,
  intend,
  unlink,
}: {
  identities: Linked[]
  /** The only origin that the provider sends people back to; null while there is no provider. */
  home: string | null
  intend: FormAction<void>
  unlink: FormAction<void>
}) {
  return (
    <Card>
      <CardHeader
        title="Linked identities"
        description="Who you are at your organization's identity provider. Linked, it signs you in to this account."
        actions={home === null ? null : <LinkButton home={home} intend={intend} />}
      />
      {identities.length === 0 ? (
        <CardBody className="text-sm text-ink-3">None is linked yet.</CardBody>
      ) : (
        <ul className="divide-y divide-line">
          {identities.map((identity) => (
            <Identity key={`${identity.issuer} ${identity.subject}`} identity={identity} unlink={unlink} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Identity({ identity, unlink }: { identity: Linked; unlink: FormAction<void> }) {
  const { issuer, subject, email, createdAt, lastUsedAt } = identity
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Fingerprint aria-hidden className="size-5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium break-all text-ink">{email}</p>
        <p className="text-xs break-words text-ink-3">
          {issuer} · linked <Time iso={createdAt.toISOString()} /> ·{' '}
          {lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <Time iso={lastUsedAt.toISOString()} />
            </>
          )}
        </p>
      </div>
      <ConfirmAction
        title="Unlink this identity?"
        description={`${email} signs in to your account no more. You can link it again.`}
        confirmLabel="Unlink"
        fields={{ issuer, subject }}
        action={unlink}
        onDone={() => toast.success('Unlinked')}
        trigger={<Button size="sm">Unlink</Button>}
      />
    </li>
  )
}

function LinkButton({ home, intend }: { home: string; intend: FormAction<void> }) {
  const [isPending, setIsPending] = useState(false)

  const leave = async () => {
    if (window.location.origin !== home) return window.location.assign(`${home}/settings`)
    setIsPending(true)
    const state = await intend({ status: 'idle' }, new FormData())
    const refused = state.status === 'refused' ? state.message : await goToProvider('/settings')
    if (refused === null) return
    toast.error(refused)
    setIsPending(false)
  }

  return (
    <Button onClick={leave} disabled={isPending}>
      Link an identity
    </Button>
  )
}
