import { z } from 'zod'
import { SOURCE_KIND_IDS } from '@/lib/model/source-kind'
import { daysOfForm, expiresInDays } from './expiry'
import { line } from './text'

export const sourceName = line(80, 'Give the source a name.')
export const sourceKind = z.enum(SOURCE_KIND_IDS, 'Choose what sends the telemetry.')
export const environment = line(40, 'Say which environment this is.').toLowerCase()

/** A new source as its form sends it. */
export const newSourceForm = z.object({
  name: sourceName,
  kind: sourceKind,
  environment,
  teamId: z.guid('Choose the team that owns it.'),
})

const changeable = {
  name: sourceName,
  environment,
  recognition: z.enum(['automatic', 'always', 'never']),
}

/** Changes to a source, as its form sends them; the API takes any of them alone. */
export const sourceChangeForm = z.object({ sourceId: z.guid(), ...changeable })
export const sourceChangeBody = z
  .object(changeable)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what is to change.')

const tokenName = line(80, 'Say what the token is for.')

/** A new ingest token, as its form sends it and as the API takes it. */
export const newTokenForm = z.object({ sourceId: z.guid(), name: tokenName, days: daysOfForm })
export const newTokenBody = z.object({ name: tokenName, expiresInDays })

export const tokenForm = z.object({ sourceId: z.guid(), tokenId: z.string().regex(/^[0-9A-Za-z]{8}$/) })

const overlapHours = z
  .int()
  .min(1)
  .max(168)
  .describe('For how many hours the old one stays good: a week at most.')

/** A token in place of another one, which stays good for some hours. */
export const rotationForm = tokenForm.extend({
  hours: z
    .enum(['1', '24', '168'], 'Choose how long the old one stays good.')
    .transform(Number)
    .pipe(overlapHours),
})
export const rotationBody = z.object({ overlapHours: overlapHours.default(24) })
