import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { flattenError, type ZodType } from 'zod'
import { noteDenied } from '@/db/store/note-denied'
import { config } from '@/lib/config'
import type { ActionState, FormAction } from '@/lib/model/action-state'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { requireSameOrigin } from './same-origin'
import { currentSession } from './session'

/** A form that a signed-in person sends: from our own page, as somebody, and in the expected shape; then it is performed. */
export const personAction = <Input, Result>(
  schema: ZodType<Input>,
  perform: (scope: Scope, input: Input) => Promise<Result>,
): FormAction<Result> =>
  formAction(schema, async (input) => {
    const session = await currentSession()
    if (session === null) redirect('/sign-in')
    try {
      return await perform(session.scope, input)
    } catch (error) {
      if (error instanceof Refusal)
        await noteDenied(session.scope, { kind: 'page', id: await pageOf() }, error)
      throw error
    }
  })

/** The page that a form was sent from. */
async function pageOf(): Promise<string> {
  const from = (await headers()).get('referer') ?? ''
  return URL.canParse(from) ? new URL(from).pathname : 'unknown'
}

/** The same for the few forms that are sent before anybody is signed in; they must prove their right otherwise. */
export function formAction<Input, Result>(
  schema: ZodType<Input>,
  perform: (input: Input) => Promise<Result>,
): FormAction<Result> {
  return async (_, form) => {
    try {
      requireSameOrigin(await headers(), config().url)
      const parsed = schema.safeParse(Object.fromEntries(form))
      if (!parsed.success) return refusedFields(flattenError(parsed.error).fieldErrors)
      return { status: 'done', result: await perform(parsed.data) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const fields = error.path === null ? {} : { [error.path]: error.message }
      return { status: 'refused', message: error.message, fields }
    }
  }
}

function refusedFields<Result>(errors: Record<string, unknown>): ActionState<Result> {
  const fields: Record<string, string> = {}
  for (const [name, messages] of Object.entries(errors)) {
    if (Array.isArray(messages) && typeof messages[0] === 'string') fields[name] = messages[0]
  }
  return { status: 'refused', message: 'Some fields need another look.', fields }
}
