import { setTimeout as wait } from 'node:timers/promises'
import type { ToolApi } from '@/lib/ingest/events/tool'
import { askTool, type ToolAnswer, ToolTrouble } from './tool-request'

export type ToolApiOptions = {
  /** Base address that paths are appended to. */
  address: string
  settings: Readonly<Record<string, string>>
  /** Ends the round. */
  signal: AbortSignal
  clock?: () => number
  /** A tool that is busy is waited for as long as that; one that wants more is left alone until then. */
  longestWaitMs?: number | undefined
}

const LONGEST_WAIT_MS = 20_000
const MOST_ATTEMPTS = 4

/**
 * A tool's API for a poller: JSON alone, no redirects, 15 s and 32 MB a request. Busy answers (429, 503) are waited out as the
 * tool asks. Nothing that it throws holds what was sent.
 */
export function openToolApi({
  address,
  settings,
  signal,
  clock = Date.now,
  longestWaitMs = LONGEST_WAIT_MS,
}: ToolApiOptions): ToolApi {
  const base = baseOf(address)
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body: string | null,
  ) => {
    const url = new URL(`${base}/${path.replace(/^\/+/, '')}`)
    const asked = `${method} ${url.pathname}`
    for (let attempt = 1; ; attempt++) {
      const answer = await said(asked, () =>
        askTool(url, { method, headers: { ...OWN, ...headers }, body }, signal),
      )
      const pauseMs = pauseOf(answer, attempt, clock())
      if (pauseMs === null) return { asked, answer }
      if (pauseMs > longestWaitMs || attempt === MOST_ATTEMPTS)
        throw new ToolTrouble(`${asked} answered ${answer.status}: it is asked too often, or busy`, pauseMs)
      await wait(pauseMs, undefined, { signal })
    }
  }
  return {
    settings: { ...settings, address: base },
    now: () => new Date(clock()),
    get: async (path, headers = {}) => {
      const { asked, answer } = await ask('GET', path, headers, null)
      return answer.status === 404 ? null : jsonOf(asked, answer)
    },
    post: async (path, body, headers = {}) => {
      const text = JSON.stringify(body)
      const own = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
      const { asked, answer } = await ask('POST', path, { ...own, ...headers }, text)
      return jsonOf(asked, answer)
    },
  }
}

const OWN = { accept: 'application/json', 'user-agent': 'runledger-poller' }

/** Without a slash at its end. User and password have fields of their own, where they are kept secret. */
function baseOf(address: string): string {
  if (!URL.canParse(address)) throw new ToolTrouble('The base address is no address')
  const url = new URL(address)
  if (url.username !== '' || url.password !== '')
    throw new ToolTrouble('The base address holds a user or a password: set them in their own fields')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

async function said(asked: string, work: () => Promise<ToolAnswer>): Promise<ToolAnswer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ToolTrouble)
      throw new ToolTrouble(`${asked}: the tool ${error.message}`, error.retryAfterMs)
    throw error
  }
}

/** How long a busy tool wants to be left alone; null where it is not busy. */
function pauseOf({ status, retryAfter }: ToolAnswer, attempt: number, nowMs: number): number | null {
  if (status !== 429 && status !== 503) return null
  const seconds = Number(retryAfter ?? Number.NaN)
  if (retryAfter !== null && Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const until = Date.parse(retryAfter ?? '')
  return Number.isNaN(until) ? 1_000 * 2 ** (attempt - 1) : Math.max(0, until - nowMs)
}

function jsonOf(asked: string, { status, text }: ToolAnswer): unknown {
  if (status === 401 || status === 403)
    throw new ToolTrouble(`${asked} answered ${status}: the credentials are not good, or may not read this`)
  if (status >= 300 && status < 400)
    throw new ToolTrouble(
      `${asked} answered ${status}: it leads elsewhere, which is not followed. Set the address that it leads to`,
    )
  if (status < 200 || status > 299) throw new ToolTrouble(`${asked} answered ${status}`)
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new ToolTrouble(`${asked} answered something that is no JSON`)
    throw error
  }
}
