'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Select } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { RepositoryFields } from './repository-fields'

/** Adds a repository and leads to its page, where its rules are made. */
export function NewRepositoryDialog({
  teams,
  action,
}: {
  teams: { id: string; name: string }[]
  action: FormAction<{ repositoryId: string }>
}) {
  const [isOpen, setIsOpen] = useState(false)
  const router = useRouter()
  return (
    <Dialog
      title="New repository"
      description="It is fetched at once; then you say which of its files define which flows."
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          New repository
        </Button>
      }
    >
      <ActionForm
        action={action}
        label="New repository"
        className="flex flex-col gap-4"
        onDone={({ repositoryId }) => {
          setIsOpen(false)
          router.push(`/settings/repositories/${repositoryId}`)
        }}
      >
        {({ state, isPending, errorOf }) => (
          <>
            <RepositoryFields values={null} errorOf={errorOf} />
            <Field label="Team" error={errorOf('teamId')}>
              <Select name="teamId" defaultValue={teams[0]?.id}>
                {teams.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
            <FormError state={state} />
            <div className="flex justify-end gap-2">
              <Button onClick={() => setIsOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={isPending}>
                {isPending ? 'Adding…' : 'Add repository'}
              </Button>
            </div>
          </>
        )}
      </ActionForm>
    </Dialog>
  )
}
