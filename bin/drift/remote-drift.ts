import { type ZodType, z } from 'zod'
import { countDriftOperation, listDriftOperation } from '@/lib/api/change-operations'
import { API_BASE } from '@/lib/api/operation'
import { Obstacle } from '@/lib/model/obstacle'
import { type DriftQuestion, type DriftSource, driftedFlow } from './drift-source'

const PAGE = 200
const TIMEOUT_MS = 30_000

const named = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })

/** Reads drift by the API of a console, with a token that reads. */
export function remoteDrift(url: string, token: string): DriftSource {
  const base = addressOf(url)
  const ask = <Answer>(path: string, answer: ZodType<Answer>, search: Record<string, string> = {}) =>
    askFor(new URL(`${base}${API_BASE}${path}?${new URLSearchParams(search)}`), token, answer)
  return {
    teams: async () => (await ask('/teams', named)).items,
    sources: async () => (await ask('/sources', named)).items,
    counts: (question) => ask('/drift/counts', countDriftOperation.answer, searchOf(question)),
    page: async (question, state, page) => {
      const search = { ...searchOf(question), state, page: String(page), limit: String(PAGE) }
      const { items, hasMore } = await ask('/drift', listDriftOperation.answer, search)
      return { flows: items.map(driftedFlow), hasMore }
    },
  }
}

const searchOf = ({ teamId, sourceId }: DriftQuestion): Record<string, string> => ({
  ...(teamId === undefined ? {} : { team: teamId }),
  ...(sourceId === undefined ? {} : { source: sourceId }),
})

function addressOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new Obstacle(`"${url}" is no address`, 'Give the address of the console, `https://…`.')
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`
}

async function askFor<Answer>(address: URL, token: string, answer: ZodType<Answer>): Promise<Answer> {
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    // The token is for this address and no other.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new Obstacle(`${address.origin} does not answer${whyOf(cause)}`, 'Check the address.')
  })
  const text = await response.text()
  if (!response.ok) throw new Obstacle(refusalOf(response.status, text), remedyOf(response.status))
  const parsed = answer.safeParse(jsonOf(text))
  if (!parsed.success)
    throw new Obstacle(
      `${address.origin} answers something else than drift`,
      'Check that it is the address of a console of this version or a later one.',
    )
  return parsed.data
}

const whyOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? ` (${inner.message})` : ''
}

const problem = z.object({ detail: z.string() })

function refusalOf(status: number, text: string): string {
  const said = problem.safeParse(jsonOf(text))
  return `the console answers ${status}${said.success ? `: ${said.data.detail.replace(/\.$/, '')}` : ''}`
}

const remedyOf = (status: number): string =>
  status === 401 || status === 403
    ? 'Make a token that reads under Settings, API tokens, and give it as RUNLEDGER_TOKEN.'
    : 'Try again, or look into its log.'

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
