import { z } from 'zod'
import type { ProviderRefusal } from '@/lib/model/sign-in'

/** Who somebody is, as far as a provider vouches for it. */
export type Identity = { subject: string; email: string; name: string }

/** What is kept of a provider's claims: the e-mail address in plain letters, so that no look-alike passes for a domain. */
const claimsForm = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional().catch(undefined),
  email_verified: z.unknown().optional(),
  xms_edov: z.unknown().optional(),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
})

/** Reads the claims of an ID token that was verified already; only a verified address of an allowed domain is an identity. */
export function identityOf(
  claims: unknown,
  provider: { issuer: string; domains: readonly string[] },
): Identity | { refusal: ProviderRefusal; email: string | null } {
  const parsed = claimsForm.safeParse(claims)
  if (!parsed.success) return { refusal: 'provider', email: null }
  const { iss, sub, email, name, preferred_username } = parsed.data
  // A document that was fetched from the issuer's address may still speak for another one.
  if (iss !== provider.issuer) return { refusal: 'provider', email: null }
  if (email === undefined) return { refusal: 'no-email', email: null }
  if (!isVerified(parsed.data, provider.issuer)) return { refusal: 'unverified', email }
  if (!isOfDomain(email, provider.domains)) return { refusal: 'domain', email }
  return { subject: sub, email, name: shown(name) || shown(preferred_username) || email }
}

/** True for an address of exactly one of these domains; a domain does not stand for those below it. */
export const isOfDomain = (email: string, domains: readonly string[]): boolean =>
  domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())

/**
 * `email_verified`, which some send as a word. Entra never sends it; there the optional claim `xms_edov` says that the
 * tenant owns the domain of the address.
 */
function isVerified(
  { email_verified, xms_edov }: { email_verified?: unknown; xms_edov?: unknown },
  issuer: string,
): boolean {
  if (email_verified !== undefined) return email_verified === true || email_verified === 'true'
  const isEntra = new URL(issuer).host === 'login.microsoftonline.com'
  return isEntra && (xms_edov === true || xms_edov === 1 || xms_edov === '1' || xms_edov === 'true')
}

const shown = (name: string | undefined): string =>
  (name ?? '')
    .replace(/[\p{Cc}\p{Surrogate}]/gu, '')
    .trim()
    .slice(0, 80)
