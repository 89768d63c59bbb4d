import { z } from 'zod'
import { STREAM_KINDS, STREAM_SHAPES } from '@/lib/model/audit-stream'
import { line } from './text'

const MAX_SECRET = 8_000
const MAX_CERTIFICATES = 100_000
const CERTIFICATES = /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----$/
const PRIVATE_KEY = /^-----BEGIN [A-Z ]*PRIVATE KEY-----\n[\x20-\x7e\n]+-----END [A-Z ]*PRIVATE KEY-----$/
/** Headers that a request has anyway, or that say how it is sent. */
const OWN_HEADERS = /^(host|content-.*|transfer-encoding|connection|user-agent|te|trailer|upgrade|expect)$/i

const webAddress = z
  .string()
  .trim()
  .max(2_000, 'Use at most 2000 characters.')
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'Write an address that begins with https://.',
  )
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
    'Leave the password out of the address.',
  )

const certificates = z
  .string()
  .trim()
  .max(MAX_CERTIFICATES, 'These are too many certificates.')
  .overwrite((text) => text.replaceAll('\r', ''))
  .refine((text) => text === '' || CERTIFICATES.test(text), 'Paste certificates in PEM.')
  .default('')

const webhook = z.object({ url: webAddress })
const syslog = z.object({
  host: z
    .string()
    .trim()
    .max(255)
    .regex(/^(?=.)[A-Za-z0-9._:-]+$/, 'Give a name or an address, without a port.'),
  port: z.coerce
    .number('Give the port.')
    .int()
    .min(1, 'Give the port.')
    .max(65_535, 'The highest port is 65535.'),
  isTls: z.boolean().default(true).describe('False sends in the clear.'),
  ca: certificates.describe('Certificates in PEM that are trusted besides the usual ones; empty for none.'),
  clientCertificate: certificates.describe(
    'What the server knows Runledger by (mutual TLS), in PEM; its private key is the secret. Empty for none.',
  ),
})
const otlp = z.object({
  url: webAddress.describe('All of it, such as https://collector:4318/v1/logs.'),
  header: z
    .string()
    .trim()
    .toLowerCase()
    .max(100)
    .regex(/^[a-z0-9-]*$/, 'Give the name of a header, such as authorization.')
    .refine((name) => !OWN_HEADERS.test(name), 'This header is set already.')
    .default('')
    .describe('The header that the secret is sent in; empty where there is none.'),
})
const s3 = z.object({
  endpoint: webAddress
    .refine((text) => !/[?#]/.test(text), 'Give the address alone.')
    .overwrite((text) => text.replace(/\/+$/, ''))
    .describe('https://s3.eu-central-1.amazonaws.com, or of another service that speaks S3.'),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,60}$/, 'Give the region, such as eu-central-1.'),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Give the name of the bucket.'),
  prefix: z
    .string()
    .trim()
    .max(300)
    .regex(/^(\w[\w.-]*(\/\w[\w.-]*)*)?$/, 'Give a prefix such as audit/runledger, or none.')
    .default(''),
  accessKeyId: z
    .string()
    .trim()
    .regex(/^[\w.-]{3,128}$/, 'Give the id of the access key.'),
})

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), settings: webhook }),
  z.object({ kind: z.literal('syslog'), settings: syslog }),
  z.object({ kind: z.literal('otlp'), settings: otlp }),
  z.object({ kind: z.literal('s3'), settings: s3 }),
])

const action = z
  .string()
  .regex(/^[a-z_]{1,40}(\.[a-z_]{1,40})?$/, 'Actions are such as source or source.created.')
const name = line(100, 'Give it a name.')
const secret = z
  .string()
  .trim()
  .min(1)
  .max(MAX_SECRET, `Use at most ${MAX_SECRET} characters.`)
  .overwrite((text) => text.replaceAll('\r\n', '\n'))
  .refine(
    (text) => /^[\x20-\x7e]+$/.test(text) || PRIVATE_KEY.test(text),
    'It has characters that no header and no key has.',
  )

const setting = {
  name,
  target,
  shape: z.enum(STREAM_SHAPES).default('jsonl').describe('`jsonl`: Runledger’s own.'),
  filter: z
    .object({
      teamIds: z
        .array(z.guid())
        .min(1)
        .max(500)
        .nullable()
        .default(null)
        .describe('Null: of all and of none.'),
      actions: z
        .array(action)
        .min(1)
        .max(100)
        .nullable()
        .default(null)
        .describe('Nouns and actions, such as `source`, `token.created`; null: all.'),
    })
    .default({ teamIds: null, actions: null }),
}

/** A new stream as the API takes it. */
export const newStreamBody = z.object({
  ...setting,
  secret: secret
    .nullable()
    .default(null)
    .describe(
      'What the header of `otlp` says, the secret key of `s3`, the private key of a client certificate of `syslog` in PEM. A webhook is signed with it (`whsec_…`); one is made where none is given.',
    ),
  from: z.enum(['now', 'beginning']).default('now').describe('`beginning` sends all entries that there are.'),
})

/** A change of one. A secret that is left out stays. */
export const streamBody = z.object({ ...setting, secret: secret.optional() })

/** A new secret. One is made for a webhook where none is given. */
export const rotateStreamBody = z.object({ secret: secret.nullable().default(null) })

const words = z
  .string()
  .max(5_000)
  .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))
const box = z
  .enum(['on', ''])
  .optional()
  .transform((word) => word === 'on')

/** What its form sends: the fields of all kinds, of which those of the chosen one count. */
const fields = z.object({
  kind: z.enum(STREAM_KINDS),
  name: z.string(),
  shape: z.string(),
  ...{ actions: words.default([]), teamIds: words.default([]), secret: z.string().default('') },
  ...{ url: z.string().default(''), header: z.string().default('') },
  ...{ host: z.string().default(''), port: z.string().default(''), isTls: box },
  ...{ ca: z.string().default(''), clientCertificate: z.string().default('') },
  ...{ endpoint: z.string().default(''), region: z.string().default(''), bucket: z.string().default('') },
  ...{ prefix: z.string().default(''), accessKeyId: z.string().default('') },
})

type Fields = z.output<typeof fields>

const bodyOf = ({ name: called, shape, actions, teamIds, ...rest }: Fields) => ({
  name: called,
  shape,
  filter: {
    actions: actions.length === 0 ? null : actions,
    teamIds: teamIds.length === 0 ? null : teamIds,
  },
  // What another kind is set to is passed over by the schema of this one.
  target: { kind: rest.kind, settings: rest },
})

/** The name of the field that an issue within a body is about. */
const fieldOf = (path: readonly PropertyKey[]): string => {
  const named = path.filter((part) => typeof part === 'string').at(-1)
  return typeof named === 'string' ? named : 'name'
}

const parsedBy =
  <Output>(schema: z.ZodType<Output>, of: (form: Fields) => unknown) =>
  (form: Fields, context: z.RefinementCtx): Output => {
    const parsed = schema.safeParse(of(form))
    if (parsed.success) return parsed.data
    for (const { path, message } of parsed.error.issues)
      context.addIssue({ code: 'custom', path: [fieldOf(path)], message })
    return z.NEVER
  }

export const newStreamForm = fields.extend({ from: z.string() }).transform((form, context) =>
  parsedBy(newStreamBody, () => ({
    ...bodyOf(form),
    secret: form.secret.trim() === '' ? null : form.secret,
    from: form.from,
  }))(form, context),
)

export const streamForm = fields.extend({ streamId: z.guid() }).transform((form, context) => {
  const body = parsedBy(streamBody, () => ({
    ...bodyOf(form),
    ...(form.secret.trim() === '' ? {} : { secret: form.secret }),
  }))(form, context)
  return { streamId: form.streamId, body }
})

export const ofStreamForm = z.object({ streamId: z.guid() })
export const pauseStreamForm = ofStreamForm.extend({
  isPaused: z.enum(['true', 'false']).transform((word) => word === 'true'),
})
export const rotateStreamForm = ofStreamForm.extend({
  secret: z.union([z.literal('').transform(() => null), secret]).default(null),
})
