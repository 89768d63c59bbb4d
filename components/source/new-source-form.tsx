'use client'

import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import type { ToolChoice } from '@/lib/model/tool-guide'
import { EnvironmentInput } from './source-fields'
import { ToolGrid } from './tool-grid'

/** Tool, name, environment and team; leads on to connecting it. */
export function NewSourceForm({
  tools,
  teams,
  action,
}: {
  tools: ToolChoice[]
  teams: { id: string; name: string }[]
  action: FormAction<{ sourceId: string }>
}) {
  const router = useRouter()
  const [kind, setKind] = useQueryState('tool', parseAsString.withDefault(tools[0]?.id ?? ''))
  const chosen = tools.find(({ id }) => id === kind)
  return (
    <ActionForm
      action={action}
      label="New source"
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
      onDone={({ sourceId }) => router.push(`/sources/${sourceId}/connect`)}
    >
      {({ state, isPending, errorOf }) => (
        <>
          <ToolGrid
            tools={tools}
            chosen={chosen?.id ?? ''}
            error={errorOf('kind')}
            onChoose={(id) => void setKind(id)}
          />
          <Card className="max-lg:order-first lg:sticky lg:top-18">
            <CardBody className="flex flex-col gap-4">
              <p className="text-sm text-ink-2">
                {chosen === undefined ? (
                  'Choose what sends to it.'
                ) : (
                  <>
                    To connect: <strong className="font-medium text-ink">{chosen.name}</strong>
                  </>
                )}
              </p>
              <Field label="Name" error={errorOf('name')}>
                <Input name="name" placeholder="Nightly jobs" autoFocus autoComplete="off" />
              </Field>
              <EnvironmentInput error={errorOf('environment')} />
              <Field label="Team" hint="Its members see what the source sends." error={errorOf('teamId')}>
                <Select name="teamId" defaultValue={teams[0]?.id}>
                  {teams.map((team) => (
                    <option key={team.id} value={team.id}>
                      {team.name}
                    </option>
                  ))}
                </Select>
              </Field>
              <FormError state={state} />
              <div className="mt-1 flex justify-end gap-2">
                <ButtonLink href="/sources">Cancel</ButtonLink>
                <Button type="submit" variant="primary" disabled={isPending}>
                  {isPending ? 'Creating…' : 'Create source'}
                </Button>
              </div>
            </CardBody>
          </Card>
        </>
      )}
    </ActionForm>
  )
}
