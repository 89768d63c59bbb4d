import { config } from '@/lib/config'
import type { ProviderCheck } from '@/lib/model/sign-in'
import { judgeDiscovery } from '@/lib/sign-in/discovery'
import { addressObjection, discoveryUrlOf } from '@/lib/sign-in/issuer'

const WITHIN_MS = 5_000
const BYTES_MAX = 256 * 1024

/**
 * Asks a provider for its discovery document and says exactly what is wrong, if anything. Only where an owner may point
 * Runledger to, without following redirects, and nothing of an answer is told but what a discovery document holds.
 */
export async function readDiscovery(
  issuer: string,
  insecureHosts: readonly string[] = config().insecureIssuers,
): Promise<ProviderCheck> {
  const objection = addressObjection(issuer, insecureHosts)
  if (objection !== null) return { problem: `The issuer ${objection}.` }
  const url = discoveryUrlOf(issuer)
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    if (answer.status !== 200) return { problem: `${url} answered ${answer.status} instead of 200.` }
    const text = await boundedText(answer)
    if (text === null) return { problem: `${url} answered with more than ${BYTES_MAX / 1024} KiB.` }
    const given = parsed(text)
    return given === null
      ? { problem: `${url} answered with something that is not JSON.` }
      : judgeDiscovery(given.value, issuer, insecureHosts)
  } catch (error) {
    return { problem: `${url} could not be asked: ${whyNot(error)}.` }
  }
}

async function boundedText(answer: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The network's own words: `fetch` hides them in the cause of its error. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${WITHIN_MS / 1000} seconds`
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return cause.message || ('code' in cause ? String(cause.code) : error.message)
}
