/** What an action does to its target, as security tools sort them. */
export type ActionVerb = 'create' | 'read' | 'update' | 'delete'

const VERBS: Record<Exclude<ActionVerb, 'update'>, readonly string[]> = {
  create: ['created', 'added', 'saved', 'set', 'started', 'imported', 'linked', 'signed'],
  read: ['read', 'exported', 'denied', 'verification_requested'],
  delete: ['deleted', 'removed', 'revoked', 'released', 'pruned', 'erased', 'ended', 'unlinked'],
}

/** The verb of `noun.verb`; whatever is none of the others changes something. */
export function verbOf(action: string): ActionVerb {
  const said = action.slice(action.indexOf('.') + 1)
  if (VERBS.create.includes(said)) return 'create'
  if (VERBS.read.includes(said)) return 'read'
  return VERBS.delete.includes(said) ? 'delete' : 'update'
}

/** True of sign-ins and sign-outs. */
export const isOfSession = (action: string): boolean => action.startsWith('session.')
