import { z } from 'zod'
import type { ProviderCheck } from '@/lib/model/sign-in'
import { addressObjection } from './issuer'

const document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  response_types_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
})

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'] as const

/** Judges a discovery document by what signing in needs of it: the authorization code flow, and ID tokens signed with RS256. */
export function judgeDiscovery(
  given: unknown,
  issuer: string,
  insecureHosts: readonly string[],
): ProviderCheck {
  const parsed = document.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    return {
      problem: `The discovery document is not one: ${field === '' ? '' : `${field}: `}${issue?.message}`,
    }
  }
  const said = parsed.data
  if (said.issuer !== issuer) {
    return {
      problem: `The provider calls itself "${said.issuer.slice(0, 200)}". Enter the issuer exactly like that.`,
    }
  }
  const endpoints = ENDPOINTS.flatMap((name) => {
    const url = said[name]
    return url === undefined ? [] : [{ name, url: url.slice(0, 500) }]
  })
  for (const { name, url } of endpoints) {
    const objection = addressObjection(url, insecureHosts)
    if (objection !== null) return { problem: `Its ${name} (${url}) ${objection}.` }
  }
  const missing = missingOf(said)
  return missing === null ? { problem: null, endpoints } : { problem: missing }
}

function missingOf(said: z.infer<typeof document>): string | null {
  const lacks = (list: string[] | undefined, value: string) => list !== undefined && !list.includes(value)
  if (lacks(said.response_types_supported, 'code'))
    return 'It does not offer the authorization code flow (response type "code").'
  if (lacks(said.id_token_signing_alg_values_supported, 'RS256'))
    return `It does not sign ID tokens with RS256, only with ${said.id_token_signing_alg_values_supported?.join(', ')}.`
  if (lacks(said.code_challenge_methods_supported, 'S256')) return 'It does not know PKCE with S256.'
  return null
}
