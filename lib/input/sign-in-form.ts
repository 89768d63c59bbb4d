import { z } from 'zod'
import { ROLES } from '@/lib/model/roles'
import { line } from './text'

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

/** A checkbox: there when it is on. */
const checkbox = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

const words = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== '')

/** How people sign in. An empty secret keeps the one that there is. */
export const signInForm = z
  .object({
    isEnabled: checkbox,
    issuer: line(500, 'Give the issuer, like https://login.example.com.'),
    clientId: line(300, 'Give the client id.'),
    clientSecret: z.string().trim().max(2_000, 'Use at most 2000 characters.'),
    scopes: line(300, 'Give the scopes.').refine((text) => words(text).includes('openid'), {
      message: 'Needs the scope openid.',
    }),
    buttonText: line(60, 'Say what the button is called.'),
    domains: z
      .string()
      .max(5_000)
      .transform((text) => [...new Set(words(text.toLowerCase()).map((word) => word.replace(/^@/, '')))])
      .refine((domains) => domains.length > 0, 'Give at least one domain, like example.com.')
      .refine((domains) => domains.length <= 50, 'Use at most 50 domains.')
      .refine((domains) => domains.every((domain) => DOMAIN.test(domain)), {
        message: 'Give domains like example.com, separated by spaces.',
      }),
    passwordsAllowed: checkbox,
    newPeople: z.enum(['create', 'refuse']),
    teamId: z.guid('Choose a team.').optional(),
    role: z.enum(ROLES, 'Choose a role.').optional(),
  })
  .transform(({ newPeople, teamId, role, ...rest }, context) => {
    if (newPeople === 'refuse') return { ...rest, newcomer: null }
    if (teamId !== undefined && role !== undefined) return { ...rest, newcomer: { teamId, role } }
    context.addIssue({ code: 'custom', path: ['teamId'], message: 'Choose a team.' })
    return z.NEVER
  })

/** The issuer whose discovery document is to be looked at. */
export const providerCheckForm = z.object({ issuer: line(500, 'Give the issuer first.') })

/** One of a person's own identities, to be unlinked. */
export const identityForm = z.object({ issuer: z.string().max(500), subject: z.string().max(255) })
