'use client'

import { KeyRound } from 'lucide-react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import type { FormAction } from '@/lib/model/action-state'

/** The token while it can still be shown, else how to get another one. */
export function TokenCard({
  sourceId,
  token,
  mayCreate,
  createAction,
  hideAction,
}: {
  sourceId: string
  token: string | null
  mayCreate: boolean
  createAction: FormAction<void>
  hideAction: FormAction<void>
}) {
  if (token === null) {
    return <NoToken sourceId={sourceId} mayCreate={mayCreate} createAction={createAction} />
  }
  return (
    <Card>
      <CardHeader
        title="The token of this source"
        description="Shown this once, for 15 minutes: only a hash of it is kept. Store it where your other secrets are."
      />
      <CardBody className="flex flex-col gap-3">
        <CodeBlock code={token} label="ingest token" wrap />
        <ActionForm action={hideAction} label="Hide the token" className="flex justify-end">
          {({ isPending }) => (
            <>
              <input type="hidden" name="sourceId" value={sourceId} />
              <Button type="submit" size="sm" disabled={isPending}>
                I have stored it, hide it
              </Button>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  )
}

function NoToken({
  sourceId,
  mayCreate,
  createAction,
}: {
  sourceId: string
  mayCreate: boolean
  createAction: FormAction<void>
}) {
  return (
    <Card>
      <CardBody className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex min-w-0 items-center gap-2.5 text-sm text-ink-2">
          <KeyRound aria-hidden className="size-4 shrink-0 text-ink-3" />
          {mayCreate
            ? 'Where rl_ing_… stands below, put a token of this source, or make a new one to have it filled in.'
            : 'Where rl_ing_… stands below, put a token of this source. An admin of its team can make one.'}
        </p>
        {mayCreate ? (
          <ActionForm action={createAction} label="Make a token" className="flex flex-col gap-2">
            {({ state, isPending }) => (
              <>
                <input type="hidden" name="sourceId" value={sourceId} />
                <Button type="submit" disabled={isPending}>
                  Make a token
                </Button>
                <FormError state={state} />
              </>
            )}
          </ActionForm>
        ) : null}
      </CardBody>
    </Card>
  )
}
