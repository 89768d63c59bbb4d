'use client'

import { type ReactNode, useId } from 'react'
import { EnvironmentInput, KindSelect } from '@/components/source/source-fields'
import { ActionForm, FormError } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import type { FormAction } from '@/lib/model/action-state'
import { PasswordInput } from './password-input'

/** Organization, account, team and source on one page; the answer leads on to the first event. */
export function SetUpForm({ linkToken, action }: { linkToken: string; action: FormAction<void> }) {
  return (
    <ActionForm action={action} label="Set up" className="flex flex-col gap-8">
      {({ state, isPending, errorOf }) => (
        <>
          <input type="hidden" name="linkToken" value={linkToken} />
          <Section
            title="Your organization"
            about="Who the executions belong to, and the first of the teams that own them."
          >
            <Field label="Organization" error={errorOf('organization')}>
              <Input name="organization" autoComplete="organization" placeholder="Acme" autoFocus />
            </Field>
            <Field label="First team" error={errorOf('team')}>
              <Input name="team" placeholder="Data Platform" />
            </Field>
          </Section>
          <Section
            title="Your account"
            about="You will own the organization: you may see and change everything in it."
          >
            <Field label="Your name" error={errorOf('name')}>
              <Input name="name" autoComplete="name" placeholder="Ada Lovelace" />
            </Field>
            <Field label="E-mail" error={errorOf('email')}>
              <Input name="email" type="email" autoComplete="username" placeholder="ada@example.com" />
            </Field>
            <div className="sm:col-span-2">
              <Field
                label="Password"
                hint="At least 12 characters. A few unrelated words are easy to keep and hard to guess."
                error={errorOf('password')}
              >
                <PasswordInput name="password" autoComplete="new-password" />
              </Field>
            </div>
          </Section>
          <Section
            title="First source"
            about="One tool or program that sends telemetry. It gets a token of its own."
          >
            <div className="sm:col-span-2">
              <Field label="Name of the source" error={errorOf('sourceName')}>
                <Input name="sourceName" placeholder="Nightly jobs" />
              </Field>
            </div>
            <KindSelect name="sourceKind" error={errorOf('sourceKind')} />
            <EnvironmentInput error={errorOf('environment')} />
          </Section>
          <FormError state={state} />
          <Button type="submit" variant="primary" size="lg" disabled={isPending}>
            {isPending ? 'Setting up…' : 'Set up and connect the source'}
          </Button>
        </>
      )}
    </ActionForm>
  )
}

function Section({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-t border-line pt-5">
      <h2 id={id} className="text-base font-semibold text-ink">
        {title}
      </h2>
      <p className="mt-0.5 mb-4 text-sm text-ink-3">{about}</p>
      <div className="grid items-start gap-4 sm:grid-cols-2">{children}</div>
    </section>
  )
}
