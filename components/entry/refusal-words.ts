import type { ProviderRefusal } from '@/lib/model/sign-in'

type Words = { title: string; text: string }

/** Why somebody was not let in, and what they can do about it. */
export const REFUSAL_WORDS: Record<ProviderRefusal, Words> = {
  off: {
    title: 'This way of signing in is off',
    text: 'The identity provider is switched off here, or its client secret has to be entered again. Sign in with your password, or tell an owner of your organization.',
  },
  unreachable: {
    title: 'The identity provider does not answer',
    text: 'Runledger could not reach it. Try again in a moment; if it stays like this, tell an owner of your organization. The audit log and the log of the server say what happened.',
  },
  provider: {
    title: 'Signing in at the identity provider did not work',
    text: 'What it sent back could not be used: it took longer than a quarter of an hour, was opened in another browser, or the provider is not set up for Runledger. Try again; if it stays like this, an owner of your organization finds the reason in the audit log.',
  },
  cancelled: {
    title: 'You are not signed in',
    text: 'Signing in was cancelled at the identity provider, or it does not let you use Runledger.',
  },
  'too-many': {
    title: 'Too many attempts',
    text: 'Too many people have signed in from your address in a short time. Try again in a quarter of an hour.',
  },
  'no-email': {
    title: 'The identity provider does not say who you are',
    text: 'It sent no e-mail address that can be used. An owner of your organization can add the scope "email" to the sign-in settings, or the claim at the provider.',
  },
  unverified: {
    title: 'Your e-mail address is not verified',
    text: 'The identity provider does not vouch for your address. Verify it there, or ask whoever runs it to, and sign in again.',
  },
  domain: {
    title: 'Your e-mail address is of another domain',
    text: 'Only addresses of certain domains may sign in here. Perhaps you were signed in at the provider with another account than you wanted to use. An owner of your organization can allow your domain.',
  },
  uninvited: {
    title: 'You need an invitation',
    text: 'The identity provider knows you, but you have no account here yet. Ask an owner, or an admin of your team, to invite you by your e-mail address, and sign in again.',
  },
  unlinked: {
    title: 'Your account is not linked to this identity',
    text: 'There is an account here with your e-mail address. It is not opened to whoever has the same address elsewhere: link it yourself, once.',
  },
  deactivated: {
    title: 'Your account is deactivated',
    text: 'An owner of your organization can reactivate it.',
  },
  taken: {
    title: 'This identity belongs to another account',
    text: 'Who you are at the identity provider is linked to another account here. Sign in to that one and unlink it there, or use another identity.',
  },
}
