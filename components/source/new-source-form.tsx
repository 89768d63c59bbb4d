'use client'

import { useRouter } from 'next/navigation'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { EnvironmentInput, KindSelect } from './source-fields'

/** Name, kind, environment and team; leads on to connecting it. */
export function NewSourceForm({
  teams,
  action,
}: {
  teams: { id: string; name: string }[]
  action: FormAction<{ sourceId: string }>
}) {
  const router = useRouter()
  return (
    <ActionForm
      action={action}
      label="New source"
      className="flex flex-col gap-4"
      onDone={({ sourceId }) => router.push(`/sources/${sourceId}/connect`)}
    >
      {({ state, isPending, errorOf }) => (
        <>
          <Field label="Name" error={errorOf('name')}>
            <Input name="name" placeholder="Nightly jobs" autoFocus autoComplete="off" />
          </Field>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <KindSelect name="kind" error={errorOf('kind')} />
            <EnvironmentInput error={errorOf('environment')} />
          </div>
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
        </>
      )}
    </ActionForm>
  )
}
