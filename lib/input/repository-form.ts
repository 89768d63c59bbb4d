import { z } from 'zod'
import { isBranchName } from '@/lib/model/branch-name'
import { line } from './text'

const MOST_RULES = 100
const MAX_SECRET = 16_000

const secret = z
  .string()
  .trim()
  .max(MAX_SECRET, `Use at most ${MAX_SECRET} characters.`)
  .refine((text) => !text.includes('\u0000'), 'It has characters that no credential has.')

const where = {
  address: line(1_000, 'Give the address.').describe(
    'Where it is: `https://host/path`, `git@host:path`. What it is called is the host and the path of it.',
  ),
  isFetched: z.boolean().default(true).describe('False where webhooks alone are to tell of it.'),
  branch: line(255, 'Give the branch.')
    .refine(isBranchName, 'This is no name of a branch.')
    .describe('The branch that says how flows should be.'),
}

const credential = z.object({
  username: z
    .string()
    .trim()
    .max(200, 'Use at most 200 characters.')
    .regex(/^[^:\p{Cc}\p{Surrogate}]*$/u, 'It has characters that no name has.')
    .default('')
    .describe('For https, where the server asks for one; most take any beside a token.'),
  secret: secret.min(1).describe('A token or password for https, a private key for ssh. Told by no answer.'),
})

/** A new repository as the API takes it. */
export const newRepositoryBody = z.object({
  teamId: z.guid('Choose the team.'),
  ...where,
  credential: credential.nullable().default(null),
})

/** A change of one. A credential that is left out stays; null takes it away. */
export const repositoryBody = z.object({ ...where, credential: credential.nullable().optional() })

const box = z
  .enum(['on', ''])
  .optional()
  .transform((word) => word === 'on')

const fields = {
  address: where.address,
  branch: where.branch,
  isFetched: box,
  username: credential.shape.username,
  secret: secret.default(''),
}

/** The same as forms send them. */
export const newRepositoryForm = z
  .object({ teamId: z.guid('Choose the team.'), ...fields })
  .transform(({ username, secret: given, ...rest }) => ({
    ...rest,
    credential: given === '' ? null : { username, secret: given },
  }))

export const repositoryForm = z
  .object({ repositoryId: z.guid(), ...fields, isOpen: box })
  .transform(({ username, secret: given, isOpen, ...rest }) => ({
    ...rest,
    credential: given !== '' ? { username, secret: given } : isOpen ? null : undefined,
  }))

export const ofRepositoryForm = z.object({ repositoryId: z.guid() })

const template = z
  .string()
  .trim()
  .max(300, 'Use at most 300 characters.')
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), 'It has characters that cannot be shown.')
  .default('')

/** Rules as the API takes them, in the order in which they are asked. */
export const rulesBody = z.object({
  rules: z
    .array(
      z.object({
        pattern: line(500, 'Give a pattern.').describe(
          '`*` and `?` stay within a folder, `**` does not; `{yml,yaml}` is either; `{flow}` is a part with a name.',
        ),
        format: z
          .string()
          .regex(/^[a-z-]{1,40}$/, 'Choose how files are read.')
          .describe('How files are read: `kestra`, `airflow`, `github`, `yaml`, …'),
        sourceId: z.guid('Choose the source.'),
        namespace: template.describe('Made of named parts; empty where the file itself says.'),
        flow: template.describe('The same for the name of the flow.'),
      }),
    )
    .max(MOST_RULES, `Use at most ${MOST_RULES} rules.`),
})

/** The same as its form sends them: JSON in one field. */
export const rulesForm = z.object({
  repositoryId: z.guid(),
  rules: z
    .string()
    .max(200_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        context.addIssue('The rules could not be read.')
        return z.NEVER
      }
    })
    .pipe(rulesBody.shape.rules),
})
