import { findIdentityProvider } from '@/db/queries/find-identity-provider'
import { config } from '@/lib/config'

/** What the sign-in page offers; `home` is the only origin that a provider sends people back to. */
export type SignInWays = { provider: { text: string; home: string } | null; hasPasswords: boolean }

/** How people can sign in at the moment. */
export async function signInWays(): Promise<SignInWays> {
  const provider = await findIdentityProvider()
  if (provider === null) return { provider: null, hasPasswords: true }
  const home = new URL(config().url).origin
  return { provider: { text: provider.buttonText, home }, hasPasswords: provider.passwordsAllowed }
}

/** Where the provider sends people back to: what has to be registered there. */
export const redirectUri = (): string => `${new URL(config().url).origin}/api/auth/callback/oidc`
