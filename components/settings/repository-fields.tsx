'use client'

import { Field, Input, Select, Textarea } from '@/components/ui/field'

type Values = { address: string; branch: string; isFetched: boolean; hasCredential: boolean }

/** Where a repository is and how it is reached: the same for a new one and for one that is there. */
export function RepositoryFields({
  values,
  errorOf,
}: {
  values: Values | null
  errorOf: (field: string) => string | undefined
}) {
  const kept = values?.hasCredential === true
  return (
    <>
      <Field
        label="Address"
        hint="https://host/path or git@host:path, without a user’s password."
        error={errorOf('address')}
      >
        <Input
          name="address"
          defaultValue={values?.address ?? ''}
          placeholder="https://github.com/octo/flows"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Tracked branch" hint="What is on it is how flows should be." error={errorOf('branch')}>
          <Input
            name="branch"
            defaultValue={values?.branch ?? 'main'}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <Field
          label="Read"
          hint="Webhooks tell of paths, not of what stands in them."
          error={errorOf('isFetched')}
        >
          <Select name="isFetched" defaultValue={values?.isFetched === false ? '' : 'on'}>
            <option value="on">by git, each minute</option>
            <option value="">by webhooks alone</option>
          </Select>
        </Field>
      </div>
      <Field
        label="User name"
        optional
        hint="For https, where the server asks for one."
        error={errorOf('username')}
      >
        <Input name="username" autoComplete="off" spellCheck={false} />
      </Field>
      <Field
        label="Token, password or private key"
        optional
        hint={
          kept
            ? 'One is kept, encrypted. Leave empty to keep it.'
            : 'A token that may read is enough. It is kept encrypted and never shown again. For ssh, a private key without a passphrase.'
        }
        error={errorOf('secret')}
      >
        <Textarea name="secret" rows={2} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      {kept ? (
        <label className="flex items-center gap-2 text-sm text-ink-2">
          <input type="checkbox" name="isOpen" className="size-4 accent-accent" />
          Forget the credential: the repository needs none
        </label>
      ) : null}
    </>
  )
}
