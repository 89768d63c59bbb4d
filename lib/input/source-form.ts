import { z } from 'zod'
import { SOURCE_KIND_IDS } from '@/lib/model/source-kind'
import { line } from './text'

export const sourceName = line(80, 'Give the source a name.')
export const sourceKind = z.enum(SOURCE_KIND_IDS, 'Choose what sends the telemetry.')
export const environment = line(40, 'Say which environment this is.').toLowerCase()

/** A new source as its form sends it. */
export const newSourceForm = z.object({
  name: sourceName,
  kind: sourceKind,
  environment,
  teamId: z.uuid('Choose the team that owns it.'),
})

/** Changes to a source. */
export const sourceChangeForm = z.object({
  sourceId: z.uuid(),
  name: sourceName,
  environment,
  recognition: z.enum(['automatic', 'always', 'never']),
})

/** A new ingest token; an empty expiry means never. */
export const newTokenForm = z.object({
  sourceId: z.uuid(),
  name: line(80, 'Say what the token is for.'),
  days: z.enum(['30', '90', '365', 'never']),
})

export const tokenForm = z.object({ sourceId: z.uuid(), tokenId: z.string().regex(/^[0-9A-Za-z]{8}$/) })

/** A token in place of another one, which stays good for some hours. */
export const rotationForm = tokenForm.extend({
  hours: z.enum(['1', '24', '168'], 'Choose how long the old one stays good.').transform(Number),
})
