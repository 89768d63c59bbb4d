import { z } from 'zod'
import { line } from './text'

/** An empty field is no condition, and so is null, or none at all. */
const condition = (most: number) =>
  z
    .string()
    .max(most, `Use at most ${most} characters.`)
    .trim()
    .nullable()
    .default(null)
    .transform((text) => (text === '' ? null : text))
    .pipe(line(most, 'Give a pattern.').nullable())

/** A new rule as its form sends it, and as the API takes it. */
export const ownershipForm = z
  .object({
    teamId: z.guid('Choose the team.'),
    sourceId: z
      .string()
      .nullable()
      .default(null)
      .transform((id) => (id === '' ? null : id))
      .pipe(z.guid('Choose a source, or any.').nullable()),
    namespace: condition(200),
    name: condition(200),
    labelKey: condition(100),
    labelValue: condition(200),
    codeOwner: condition(300),
    repositoryId: z
      .string()
      .nullable()
      .default(null)
      .transform((id) => (id === '' ? null : id))
      .pipe(z.guid('Choose a repository, or any.').nullable()),
  })
  .refine((form) => form.labelValue === null || form.labelKey !== null, {
    path: ['labelKey'],
    message: 'Say which label this is the value of.',
  })
  .refine((form) => form.repositoryId === null || form.codeOwner !== null, {
    path: ['codeOwner'],
    message: 'Say whom CODEOWNERS names; * is anybody.',
  })

/** A move of a rule, as the API takes it. */
const direction = z.enum(['up', 'down'])
export const ruleMoveBody = z.object({ direction })

export const ruleForm = z.object({ ruleId: z.guid() })
export const ruleMoveForm = ruleForm.extend({ direction })
