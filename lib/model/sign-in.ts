import type { Role } from './roles'

/** How people of an organization sign in, as its owners see it: everything but the client secret. */
export type SignInSettings = {
  isEnabled: boolean
  issuer: string
  clientId: string
  hasSecret: boolean
  scopes: string
  buttonText: string
  domains: string[]
  passwordsAllowed: boolean
  /** What somebody new becomes; null where only invited people get an account. */
  newcomer: { teamId: string; role: Role } | null
  /** People who may sign in and have linked no identity of this issuer: without passwords they are locked out. */
  unlinked: { people: number; owners: number; linkedOwners: number }
}

/** Before anybody has configured anything. */
export const PRESET: Pick<SignInSettings, 'scopes' | 'buttonText'> = {
  scopes: 'openid email profile',
  buttonText: 'Continue with single sign-on',
}

/** Somebody at an identity provider, linked to an account here. */
export type LinkedIdentity = {
  issuer: string
  subject: string
  email: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** What looking at a provider's discovery document came to: a problem in words, or where it wants to be asked. */
export type ProviderCheck =
  | { problem: string }
  | { problem: null; endpoints: { name: string; url: string }[] }

/** Why somebody who came from the identity provider was not let in, or their identity not linked. */
export const PROVIDER_REFUSALS = [
  'off',
  'unreachable',
  'provider',
  'cancelled',
  'too-many',
  'no-email',
  'unverified',
  'domain',
  'uninvited',
  'unlinked',
  'deactivated',
  'taken',
] as const
export type ProviderRefusal = (typeof PROVIDER_REFUSALS)[number]
