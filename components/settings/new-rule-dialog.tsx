'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'

type Named = { id: string; name: string }

/** Conditions on one side, the team on the other. */
export function NewRuleDialog({
  teams,
  sources,
  repositories,
  action,
}: {
  teams: Named[]
  sources: Named[]
  repositories: Named[]
  action: FormAction<void>
}) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog
      title="New rule"
      description="All conditions that you give must hold. Patterns may hold * for any text."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          New rule
        </Button>
      }
    >
      <ActionForm
        action={action}
        label="New rule"
        className="flex flex-col gap-4"
        onDone={() => {
          setIsOpen(false)
          toast.success('Rule added. It is being applied.')
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <Field label="Source" error={errorOf('sourceId')}>
              <Select name="sourceId" defaultValue="">
                <option value="">any source</option>
                <Options of={sources} />
              </Select>
            </Field>
            <div className="grid items-start gap-4 sm:grid-cols-2">
              <Field label="Namespace" optional error={errorOf('namespace')}>
                <Input name="namespace" placeholder="finance/*" autoComplete="off" />
              </Field>
              <Field label="Name of the flow" optional error={errorOf('name')}>
                <Input name="name" placeholder="close_*" autoComplete="off" />
              </Field>
              <Field label="Label" optional error={errorOf('labelKey')}>
                <Input name="labelKey" placeholder="team" autoComplete="off" />
              </Field>
              <Field label="Its value" optional error={errorOf('labelValue')}>
                <Input name="labelValue" placeholder="any" autoComplete="off" />
              </Field>
            </div>
            {repositories.length === 0 ? null : (
              <div className="grid items-start gap-4 sm:grid-cols-2">
                <Field
                  label="Owner in CODEOWNERS"
                  optional
                  hint="Of the flow’s file: @octo/data"
                  error={errorOf('codeOwner')}
                >
                  <Input name="codeOwner" placeholder="@octo/data" autoComplete="off" />
                </Field>
                <Field label="of the repository" error={errorOf('repositoryId')}>
                  <Select name="repositoryId" defaultValue="">
                    <option value="">any repository</option>
                    <Options of={repositories} />
                  </Select>
                </Field>
              </div>
            )}
            <Field label="Belongs to" error={errorOf('teamId')}>
              <Select name="teamId" defaultValue={teams[0]?.id}>
                <Options of={teams} />
              </Select>
            </Field>
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Adding…' : 'Add rule'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}

function Options({ of }: { of: Named[] }) {
  return of.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ))
}
