import { z } from 'zod'

const LONGEST = 4_000

const secretText = z
  .string()
  .trim()
  .max(LONGEST, `Use at most ${LONGEST} characters.`)
  .refine(
    (text) => !/[\p{Cc}\p{Surrogate}]/u.test(text),
    'It has characters that cannot be sent in a header.',
  )

const proof = z
  .string()
  .regex(/^[a-z0-9]{1,40}$/, 'Choose how calls are proven.')
  .describe('The kind of proof, one of those that the guide of the tool has: `hmac`, `standard`, `token`.')

/** How webhooks are proven, as its form sends it; an empty secret has one made. */
export const webhookForm = z.object({
  sourceId: z.guid(),
  proof,
  secret: secretText.transform((text) => (text === '' ? null : text)),
  overlapHours: z.enum(['0', '1', '24', '168'], 'Choose how long the old one stays good.').transform(Number),
})

const pollUrl = z
  .string()
  .trim()
  .max(500, 'Use at most 500 characters.')
  .refine(isWebAddress, 'Write an address that begins with http:// or https://, without user and password.')

const CREDENTIAL = 'credential.'

/** Where and whether an API is asked; its credentials are the fields `credential.<name>`. */
export const pollForm = z
  .object({ sourceId: z.guid(), url: pollUrl, isOn: z.literal('on').optional() })
  .catchall(secretText)
  .transform(({ sourceId, url, isOn, ...rest }) => ({
    sourceId,
    url,
    isOn: isOn === 'on',
    credentials: Object.fromEntries(
      Object.entries(rest).flatMap(([name, value]) =>
        name.startsWith(CREDENTIAL) && value !== '' ? [[name.slice(CREDENTIAL.length), value]] : [],
      ),
    ),
  }))

/** The same as the API takes it. Secrets are always given: the API never tells one. */
export const connectionBody = z
  .object({
    webhook: z
      .object({
        proof,
        secret: secretText
          .min(1)
          .optional()
          .describe('Needed where the proof is by a secret or a topic; never told again.'),
        overlapHours: z
          .int()
          .min(0)
          .max(168)
          .default(24)
          .describe('For how long the secret before is taken too.'),
      })
      .describe('How calls to `/api/hooks/<source>` are proven.')
      .optional(),
    poll: z
      .object({
        url: pollUrl,
        isOn: z.boolean(),
        credentials: z
          .record(z.string().max(60), secretText)
          .default({})
          .describe('By name, as the guide of the tool has them; none keeps those that are there.'),
      })
      .describe('Where and whether the API of the tool is asked.')
      .optional(),
  })
  .refine(({ webhook, poll }) => webhook !== undefined || poll !== undefined, 'Say what is to change.')

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  return url.username === '' && url.password === ''
}
