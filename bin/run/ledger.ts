/** Sends what is known of a run to the ledger. It may be away: that is said once and never fails the command. */
export type Ledger = { send: (signal: 'traces' | 'logs', body: unknown) => Promise<void> }

const TIMEOUT_MS = 2_000

/** A ledger behind an OTLP/HTTP endpoint; `warn` is called at most once. */
export function openLedger(
  endpoint: string,
  token: string | undefined,
  warn: (line: string) => void,
): Ledger {
  let hasWarned = false
  const warnOnce = (why: string) => {
    if (!hasWarned) warn(`runledger: this run is not recorded: ${why}`)
    hasWarned = true
  }
  return {
    send: async (signal, body) => {
      if (token === undefined || token === '')
        return warnOnce('no token, set RUNLEDGER_TOKEN or give --token')
      try {
        const answer = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/${signal}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        const said = await answer.text()
        if (!answer.ok) warnOnce(`${endpoint} answers ${answer.status} ${said.slice(0, 300)}`)
      } catch (error) {
        warnOnce(`${endpoint} does not answer (${reasonOf(error)})`)
      }
    },
  }
}

/** `fetch` says "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.name === 'TimeoutError' ? `nothing within ${TIMEOUT_MS / 1000} s` : error.message
}
