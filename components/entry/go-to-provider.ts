import { signIn } from 'next-auth/react'

/** Leaves for the identity provider, which leads back to `returnTo`. Words for the person when that does not work. */
export async function goToProvider(returnTo: string): Promise<string | null> {
  try {
    await signIn('oidc', { callbackUrl: returnTo })
    return null
  } catch (error) {
    // What a browser says when nobody answers; everything else is told by the page that the person is led to.
    if (error instanceof TypeError) return 'Runledger does not answer. Try again.'
    throw error
  }
}
