import { boolean, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { ROLES } from '@/lib/model/roles'
import { orgId } from './columns'

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** Where an organization's people sign in besides passwords: one OpenID Connect provider. */
export const identityProviders = pgTable(
  'identity_providers',
  {
    orgId: orgId(),
    isEnabled: boolean('is_enabled').notNull(),
    /** As in the provider's own tokens, to the letter. */
    issuer: text('issuer').notNull(),
    clientId: text('client_id').notNull(),
    /** Encrypted by `lib/auth/sealed-secret.ts`. */
    clientSecret: text('client_secret').notNull(),
    scopes: text('scopes').notNull(),
    buttonText: text('button_text').notNull(),
    /** Lower-cased domains of e-mail addresses; nobody of another one gets in. */
    domains: text('domains').array().notNull(),
    passwordsAllowed: boolean('passwords_allowed').notNull(),
    /** What somebody new becomes; both null where only invited people get an account. */
    defaultTeamId: uuid('default_team_id'),
    defaultRole: text('default_role', { enum: ROLES }),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
)

/** Who at a provider is whom here. An e-mail address alone never makes anybody somebody. */
export const identities = pgTable(
  'identities',
  {
    orgId: orgId(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: uuid('user_id').notNull(),
    /** As the provider said it last. */
    email: text('email').notNull(),
    createdAt: at('created_at').notNull(),
    lastUsedAt: at('last_used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.issuer, t.subject] }),
    index('identities_by_user').on(t.orgId, t.userId),
  ],
)
