'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { SourceConnection } from '@/lib/model/source-connection'
import type { WebhookProof } from '@/lib/model/tool-guide'

type Props = {
  sourceId: string
  hook: string
  /** Made a moment ago, and shown until it is hidden. */
  secret: string | null
  proofs: WebhookProof[]
  connection: Pick<SourceConnection, 'verifier' | 'hasSecret' | 'previousSecretUntil'>
  mayWrite: boolean
  setAction: FormAction<void>
  hideAction: FormAction<void>
}

/** Where the tool's webhooks go, and how they prove that they are its own. */
export function WebhookCard({ hook, secret, proofs, connection, ...rest }: Props) {
  const proof = proofs.find(({ id }) => id === connection.verifier) ?? null
  const { sourceId, mayWrite, setAction, hideAction } = rest
  return (
    <Card>
      <CardHeader
        title="Webhook"
        description="Calls that do not prove to be the tool's are refused, counted and shown without what they said."
        actions={
          // An ingest token is taken wherever the tool can put it: there is nothing to choose.
          mayWrite && proofs.some(({ by }) => by !== 'token') ? (
            <ProofDialog
              sourceId={sourceId}
              proofs={proofs}
              chosen={proof}
              hasSecret={connection.hasSecret}
              action={setAction}
            />
          ) : null
        }
      />
      <CardBody className="flex flex-col gap-3">
        <CodeBlock code={hook} label="webhook address" wrap />
        <Proven proof={proof} connection={connection} />
        {secret === null ? null : <ShownSecret sourceId={sourceId} secret={secret} hideAction={hideAction} />}
      </CardBody>
    </Card>
  )
}

function Proven({ proof, connection }: { proof: WebhookProof | null; connection: Props['connection'] }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
      {proof === null ? (
        <>
          <Badge>ingest token</Badge>
          No secret is set: an ingest token of this source is asked for.
        </>
      ) : (
        <>
          <Badge tone={proof.by === 'token' || connection.hasSecret ? 'success' : 'warning'}>
            {proof.title}
          </Badge>
          {proof.about}
        </>
      )}
      {connection.previousSecretUntil === null ? null : (
        <span>
          The secret before is taken until{' '}
          <Time absolute iso={connection.previousSecretUntil.toISOString()} />.
        </span>
      )}
    </p>
  )
}

function ShownSecret({
  sourceId,
  secret,
  hideAction,
}: {
  sourceId: string
  secret: string
  hideAction: FormAction<void>
}) {
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-accent/40 bg-accent-soft p-3">
      <p className="text-sm text-ink">
        The secret of this source, shown this once, for 15 minutes: it is kept encrypted and never told again.
      </p>
      <CodeBlock code={secret} label="webhook secret" wrap />
      <ActionForm action={hideAction} label="Hide the secret" className="flex justify-end">
        {({ isPending }) => (
          <>
            <input type="hidden" name="sourceId" value={sourceId} />
            <Button type="submit" size="sm" disabled={isPending}>
              The tool has it, hide it
            </Button>
          </>
        )}
      </ActionForm>
    </div>
  )
}

function ProofDialog({
  sourceId,
  proofs,
  chosen,
  hasSecret,
  action,
}: {
  sourceId: string
  proofs: WebhookProof[]
  chosen: WebhookProof | null
  hasSecret: boolean
  action: FormAction<void>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const done = () => {
    setIsOpen(false)
    toast.success('Saved')
  }
  return (
    <Dialog
      title={hasSecret ? 'Change the secret' : 'Set how calls are proven'}
      description="With a new secret the one before is taken as well for a while, so that no call is lost while the tool is changed over."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">{hasSecret ? 'Change secret' : 'Set secret'}</Button>}
    >
      <ActionForm action={action} label="Proof of webhooks" className="flex flex-col gap-4" onDone={done}>
        {({ state, isPending, errorOf }) => (
          <>
            <input type="hidden" name="sourceId" value={sourceId} />
            <ProofFields proofs={proofs} chosen={chosen} errorOf={errorOf} />
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Saving…' : 'Save'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}

function ProofFields({
  proofs,
  chosen,
  errorOf,
}: {
  proofs: WebhookProof[]
  chosen: WebhookProof | null
  errorOf: (field: string) => string | undefined
}) {
  const [id, setId] = useState(chosen?.id ?? proofs[0]?.id ?? '')
  const proof = proofs.find((each) => each.id === id)
  const isToken = proof?.by === 'token'
  return (
    <>
      <Field label="Calls are proven by" hint={proof?.about} error={errorOf('proof')}>
        <Select name="proof" value={id} onChange={(event) => setId(event.target.value)}>
          {proofs.map((each) => (
            <option key={each.id} value={each.id}>
              {each.title}
            </option>
          ))}
        </Select>
      </Field>
      {isToken ? (
        <input type="hidden" name="secret" value="" />
      ) : (
        <SecretField proof={proof} errorOf={errorOf} />
      )}
      {isToken ? (
        <input type="hidden" name="overlapHours" value="0" />
      ) : (
        <Field label="The one before stays good for" error={errorOf('overlapHours')}>
          <Select name="overlapHours" defaultValue="24">
            <option value="0">no longer</option>
            <option value="1">an hour</option>
            <option value="24">a day</option>
            <option value="168">a week</option>
          </Select>
        </Field>
      )}
    </>
  )
}

function SecretField({
  proof,
  errorOf,
}: {
  proof: WebhookProof | undefined
  errorOf: (field: string) => string | undefined
}) {
  const isTopic = proof?.by === 'topic'
  return (
    <Field
      label={isTopic ? 'ARN of the topic' : 'Secret that the tool gave you'}
      optional={!isTopic}
      hint={
        isTopic ? 'arn:aws:sns:<region>:<account>:<topic>' : 'Left empty, one is made here and shown once.'
      }
      error={errorOf('secret')}
    >
      <Input name="secret" type={isTopic ? 'text' : 'password'} autoComplete="off" spellCheck={false} />
    </Field>
  )
}
