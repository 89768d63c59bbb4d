/** What became of a form that was sent: nothing yet, done, or refused with words for the form and for its fields. */
export type ActionState<T> =
  | { status: 'idle' }
  | { status: 'done'; result: T }
  | { status: 'refused'; message: string; fields: Readonly<Record<string, string>> }

/** A server action as a form uses it. */
export type FormAction<T> = (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>
