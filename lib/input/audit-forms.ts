import { z } from 'zod'
import { auditAddressFrom, auditSearch } from './audit-address'
import { line } from './text'

const DAYS_MAX = 36_500
const reason = line(500, 'Say why: it is written down.')
const daysOf = <Numbers extends z.ZodNumber | z.ZodCoercedNumber>(number: Numbers) =>
  number
    .int('Give whole days.')
    .min(30, 'Keep it at least 30 days.')
    .max(DAYS_MAX, 'That is a hundred years: keep it for good instead.')

/** Days that the audit log is kept, as its form sends them: an empty field is for good. */
export const auditRetentionForm = z.object({
  days: z.union([z.literal('').transform(() => null), daysOf(z.coerce.number('Give a number of days.'))]),
})
export const auditRetentionBody = z.object({
  days: daysOf(z.number('Give a number of days.')).nullable().describe('Null keeps it for good.'),
})

const thing = z
  .string()
  .trim()
  .regex(/^[a-z_]{1,40}:\S{1,300}$/, 'Write the kind and the id, such as source:0a00…')
  .transform((text) => ({ kind: text.slice(0, text.indexOf(':')), id: text.slice(text.indexOf(':') + 1) }))

/** What a hold keeps, as its form sends it: `all`, a team, or one thing. */
export const holdForm = z
  .object({ keeps: z.enum(['all', 'team', 'target']), teamId: z.string(), target: z.string(), reason })
  .transform(({ keeps, teamId, target, reason: why }, context) => {
    if (keeps === 'all') return { scope: keeps, reason: why }
    if (keeps === 'team') {
      if (z.guid().safeParse(teamId).success) return { scope: keeps, teamId, reason: why }
      context.addIssue({ code: 'custom', path: ['teamId'], message: 'Choose a team.' })
      return z.NEVER
    }
    const parsed = thing.safeParse(target)
    if (parsed.success) return { scope: keeps, target: parsed.data, reason: why }
    context.addIssue({ code: 'custom', path: ['target'], message: parsed.error.issues[0]?.message ?? '' })
    return z.NEVER
  })

/** The same as the API takes it. */
export const holdBody = z.object({
  keeps: z
    .enum(['all', 'team', 'target'])
    .describe('The whole log, what is of a team, or what was done to one thing.'),
  teamId: z.guid().nullable().default(null).describe('The team, of `team`.'),
  target: z
    .object({ kind: z.string().min(1).max(40), id: z.string().min(1).max(300) })
    .nullable()
    .default(null)
    .describe('The thing, of `target`.'),
  reason,
})

export const releaseForm = z.object({ holdId: z.guid(), reason })
export const releaseBody = z.object({ reason })

const url = z.string().trim().max(2000).describe('Of the webhook.')
const git = {
  remote: z.string().trim().max(1000).describe('The repository: https://… or git@host:path.'),
  branch: line(200, 'Give a branch.').default('main'),
  folder: z.string().trim().max(200).default('').describe('Where in the repository; empty for its root.'),
  username: z.string().trim().max(200).default('').describe('Whose the token or password is, for https.'),
}
const secretAbout = 'The token or password for https, the private key for ssh.'

/** Where checkpoints are published, as the forms send it: an empty secret is none. */
export const publicationForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url }),
  z.object({
    kind: z.literal('git'),
    ...git,
    secret: z
      .string()
      .max(10_000)
      .transform((text) => (text === '' ? null : text)),
  }),
])

/** The same as the API takes it: what is not of the kind is passed over. */
export const publicationBody = z.object({
  kind: z.enum(['webhook', 'git']),
  url: url.default(''),
  ...git,
  remote: git.remote.default(''),
  secret: z.string().max(10_000).nullable().default(null).describe(secretAbout),
})

export const publicationIdForm = z.object({ publicationId: z.guid() })

/** A person to be taken out of the log. */
export const erasureForm = z.object({ userId: z.guid('Choose a person.'), reason })

const viewName = line(60, 'Give it a name.')
/** A search of the audit log to keep; what this version does not understand of it is not kept. */
export const auditViewForm = z.object({
  name: viewName,
  query: z
    .string()
    .max(4000)
    .transform((text) => auditSearch(auditAddressFrom(text))),
  // For oneself alone: who may read what of the log differs from person to person.
  teamId: z.literal('').transform(() => null),
})
