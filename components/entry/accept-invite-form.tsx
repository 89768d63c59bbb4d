'use client'

import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { PasswordInput } from './password-input'

/** Name and password of somebody who was invited. */
export function AcceptInviteForm({
  token,
  email,
  action,
}: {
  token: string
  email: string
  action: FormAction<void>
}) {
  return (
    <ActionForm action={action} label="Accept the invitation" className="flex flex-col gap-4">
      {({ state, isPending, errorOf }) => (
        <>
          <input type="hidden" name="token" value={token} />
          {/* For the browser's password manager, which keeps the two together. */}
          <input type="hidden" name="username" value={email} autoComplete="username" />
          <Field label="Your name" error={errorOf('name')}>
            <Input name="name" autoComplete="name" placeholder="Grace Hopper" autoFocus />
          </Field>
          <Field
            label="Password"
            hint="At least 12 characters. A few unrelated words are easy to keep and hard to guess."
            error={errorOf('password')}
          >
            <PasswordInput name="password" autoComplete="new-password" />
          </Field>
          <FormError state={state} />
          <Button type="submit" variant="primary" size="lg" disabled={isPending}>
            {isPending ? 'Joining…' : 'Join'}
          </Button>
        </>
      )}
    </ActionForm>
  )
}
