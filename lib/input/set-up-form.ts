import { z } from 'zod'
import { environment, sourceKind, sourceName } from './source-form'
import { line } from './text'

/** What the first set-up asks for, in the form's names; the command line sends the same. */
export const setUpForm = z.object({
  organization: line(80, 'What is your organization called?'),
  team: line(80, 'Name the first team.'),
  name: line(80, 'What is your name?'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .pipe(z.email('Give an e-mail address like ada@example.com.')),
  password: z.string().min(1, 'Choose a password.').max(256, 'Use at most 256 characters.'),
  sourceName,
  sourceKind,
  environment,
})
