'use client'

import { useState } from 'react'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { Field, Input } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import type { FormAction } from '@/lib/model/action-state'
import type { ProviderCheck, SignInSettings } from '@/lib/model/sign-in'
import { ChangedBy } from './changed-by'
import { ProviderCheckLine } from './provider-check-line'
import { Choice, PasswordsCard, WhoGetsInCard } from './sign-in-rules'

/** Everything about how people sign in, saved at once: the provider, whom it lets in, and whether passwords stay. */
export function SignInSettingsForm({
  settings,
  teams,
  redirectUri,
  last,
  save,
  check,
}: {
  settings: SignInSettings
  teams: { id: string; name: string }[]
  redirectUri: string
  last: { by: string; at: Date } | null
  save: FormAction<void>
  check: FormAction<ProviderCheck>
}) {
  return (
    <ActionForm
      action={save}
      label="Sign-in"
      className="flex flex-col gap-6"
      onDone={() => toast.success('Saved')}
    >
      {({ state, isPending, errorOf }) => (
        <>
          <ProviderCard settings={settings} redirectUri={redirectUri} check={check} errorOf={errorOf} />
          <WhoGetsInCard settings={settings} teams={teams} errorOf={errorOf} />
          <PasswordsCard settings={settings} />
          <FormError state={state} />
          <div className="flex flex-wrap items-center justify-end gap-3">
            <ChangedBy last={last} />
            <Button type="submit" variant="primary" disabled={isPending}>
              {isPending ? 'Saving…' : 'Save sign-in'}
            </Button>
          </div>
        </>
      )}
    </ActionForm>
  )
}

function ProviderCard({
  settings,
  redirectUri,
  check,
  errorOf,
}: {
  settings: SignInSettings
  redirectUri: string
  check: FormAction<ProviderCheck>
  errorOf: (field: string) => string | undefined
}) {
  const [issuer, setIssuer] = useState(settings.issuer)
  return (
    <Card>
      <CardHeader
        title="Identity provider"
        description="Register Runledger there as a confidential web client with the authorization code flow and this redirect URI."
      />
      <CardBody className="flex flex-col gap-5">
        <div className="flex min-w-0 flex-col gap-1.5 text-sm">
          <span className="font-medium text-ink">Redirect URI</span>
          <span className="flex min-w-0 items-center gap-1.5">
            <code className="min-w-0 rounded bg-sunken px-2 py-1 font-mono text-xs break-all text-ink">
              {redirectUri}
            </code>
            <CopyButton value={redirectUri} label="redirect URI" />
          </span>
        </div>
        <div className="flex flex-col gap-2">
          <Field
            label="Issuer"
            hint="As the provider names itself, like https://login.example.com/realms/acme."
            error={errorOf('issuer')}
          >
            <Input
              name="issuer"
              type="url"
              value={issuer}
              onChange={(event) => setIssuer(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
          <ProviderCheckLine issuer={issuer} check={check} />
        </div>
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field label="Client id" error={errorOf('clientId')}>
            <Input name="clientId" defaultValue={settings.clientId} autoComplete="off" spellCheck={false} />
          </Field>
          <Field
            label="Client secret"
            hint={
              settings.hasSecret
                ? 'Stored encrypted, and shown to nobody. Empty keeps it.'
                : 'Stored encrypted.'
            }
            error={errorOf('clientSecret')}
          >
            <Input name="clientSecret" type="password" autoComplete="new-password" spellCheck={false} />
          </Field>
          <Field label="Scopes" error={errorOf('scopes')}>
            <Input name="scopes" defaultValue={settings.scopes} autoComplete="off" spellCheck={false} />
          </Field>
          <Field label="Text of the button" error={errorOf('buttonText')}>
            <Input name="buttonText" defaultValue={settings.buttonText} autoComplete="off" />
          </Field>
        </div>
        <Choice
          type="checkbox"
          name="isEnabled"
          defaultChecked={settings.isEnabled}
          label="Show the button on the sign-in page"
          hint="Off, nobody can sign in by the provider; linked identities stay."
        />
      </CardBody>
    </Card>
  )
}
