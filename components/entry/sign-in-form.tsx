'use client'

import { type FormEvent, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { PasswordInput } from './password-input'
import { requestSignIn } from './request-sign-in'

/** E-mail and password. A full load follows, so that nothing of an earlier session is left in the browser. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const [error, setError] = useState<string | null>(null)
  const [isPending, setIsPending] = useState(false)
  const password = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setIsPending(true)
    setError(null)
    const refused = await requestSignIn(String(form.get('email')), String(form.get('password')))
    if (refused === null) return window.location.assign(returnTo)
    setError(refused)
    setIsPending(false)
    password.current?.select()
  }

  return (
    <form onSubmit={submit} aria-label="Sign in" className="flex flex-col gap-4">
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <PasswordInput ref={password} name="password" autoComplete="current-password" required />
      </Field>
      {/* Always there, so that a message is announced and nothing below it jumps. */}
      <p role="alert" className="min-h-5 text-sm font-medium text-danger">
        {error}
      </p>
      <Button type="submit" variant="primary" size="lg" disabled={isPending} className="w-full">
        {isPending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
