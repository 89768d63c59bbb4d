import { signIn } from 'next-auth/react'

/** Null when the person is signed in, otherwise why not, in words for them. */
export async function requestSignIn(email: string, password: string): Promise<string | null> {
  const answer = await signIn('credentials', { email, password, redirect: false }).catch(unreachable)
  if (answer?.ok && !answer.error) return null
  // `authorize` answers with a code and the seconds to wait.
  const [code, seconds] = (answer?.error ?? '').split(':')
  switch (code) {
    case 'unauthenticated':
      return 'E-mail or password is wrong.'
    case 'rate_limited':
      return `Too many attempts. Try again in ${inWords(Number(seconds))}.`
    case 'unavailable':
      return 'Runledger cannot reach its database at the moment. Try again shortly.'
    default:
      return 'Signing in did not work. Try again; if it keeps failing, the log of the server says why.'
  }
}

/** The same as a server that cannot say what is wrong. */
const unreachable = () => undefined

function inWords(seconds: number): string {
  if (!(seconds > 90)) return 'a minute'
  return `${Math.ceil(seconds / 60)} minutes`
}
