'use client'

import { Prose } from '@/components/reference/prose'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { PollTest } from '@/lib/model/poll-test'
import type { SourceConnection } from '@/lib/model/source-connection'
import type { ToolGuide } from '@/lib/model/tool-guide'
import { PollTestButton } from './poll-test-button'

/** Where the tool's API is and with what it is asked. What was set is never shown again. */
export function PollCard({
  sourceId,
  poll,
  connection,
  mayWrite,
  action,
  testAction,
}: {
  sourceId: string
  poll: NonNullable<ToolGuide['poll']>
  connection: Pick<SourceConnection, 'pollUrl' | 'hasPollSettings' | 'isPolled' | 'updatedAt'>
  mayWrite: boolean
  action: FormAction<void>
  testAction: FormAction<PollTest>
}) {
  const { hasPollSettings } = connection
  return (
    <Card>
      <CardHeader
        title="Ask its API"
        description={`Runledger asks every ${poll.everySeconds} s for what is new${poll.asksAgain ? ', and again for what has been open for too long' : ''}. Credentials are kept encrypted and never shown.`}
      />
      <CardBody>
        <ActionForm
          action={action}
          label="Asking the API"
          className="flex flex-col gap-4"
          onDone={() => toast.success('Saved')}
        >
          {({ state, isPending, errorOf }) => (
            <fieldset disabled={!mayWrite || isPending} className="contents">
              <input type="hidden" name="sourceId" value={sourceId} />
              <Field label="Base address" error={errorOf('url')}>
                <Input
                  name="url"
                  type="url"
                  defaultValue={connection.pollUrl ?? ''}
                  placeholder="https://"
                  autoComplete="off"
                />
              </Field>
              <div className="grid items-start gap-4 sm:grid-cols-2">
                {poll.credentials.map((each) => (
                  <Field
                    key={each.name}
                    label={<Prose text={each.label} />}
                    optional={each.isOptional}
                    error={errorOf(`credential.${each.name}`)}
                  >
                    <Input
                      name={`credential.${each.name}`}
                      type={each.isSecret ? 'password' : 'text'}
                      placeholder={hasPollSettings ? 'unchanged' : ''}
                      autoComplete={each.isSecret ? 'new-password' : 'off'}
                      spellCheck={false}
                    />
                  </Field>
                ))}
              </div>
              {hasPollSettings ? (
                <p className="text-xs text-ink-3">
                  These are set. Leave all of them empty to keep them; whatever is written replaces all of
                  them.
                </p>
              ) : null}
              <label className="flex items-center gap-2 text-sm text-ink">
                <input
                  type="checkbox"
                  name="isOn"
                  defaultChecked={connection.isPolled || connection.pollUrl === null}
                  className="size-4 accent-[var(--accent)]"
                />
                Ask it
              </label>
              <FormError state={state} />
              {mayWrite ? (
                <div className="flex justify-end">
                  <Button type="submit" variant="primary" disabled={isPending}>
                    {isPending ? 'Saving…' : 'Save'}
                  </Button>
                </div>
              ) : (
                <p className="text-xs text-ink-3">Editors of the team may change this.</p>
              )}
            </fieldset>
          )}
        </ActionForm>
        {mayWrite && connection.pollUrl !== null ? (
          <div className="mt-4 border-t border-line pt-4">
            {/* What was asked with other settings says nothing of these. */}
            <PollTestButton
              key={connection.updatedAt?.getTime() ?? 0}
              sourceId={sourceId}
              action={testAction}
            />
          </div>
        ) : null}
      </CardBody>
    </Card>
  )
}
