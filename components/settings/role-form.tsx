'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { Role } from '@/lib/model/roles'
import { RoleSelect } from './role-select'

/** A member's role in one team; choosing another one is all it takes. */
export function RoleForm({
  userId,
  team,
  action,
}: {
  userId: string
  team: { id: string; name: string; role: Role }
  action: FormAction<void>
}) {
  return (
    <ActionForm
      action={action}
      label={`Change the role in ${team.name}`}
      className="flex min-w-0 flex-1 basis-56 flex-col gap-2"
      onDone={() => toast.success('Role changed')}
    >
      {({ state, isPending }) => (
        <>
          <input type="hidden" name="userId" value={userId} />
          <input type="hidden" name="teamId" value={team.id} />
          <RoleSelect
            name="role"
            aria-label={`Role in ${team.name}`}
            key={team.role}
            defaultValue={team.role}
            disabled={isPending}
            onChange={(event) => event.target.form?.requestSubmit()}
          />
          <FormError state={state} />
        </>
      )}
    </ActionForm>
  )
}
