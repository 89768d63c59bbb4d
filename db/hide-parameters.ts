import type { Pool } from 'pg'

const HIDDEN = '(hidden)'

/**
 * Empties the parameters of a query that failed. Drizzle writes them into the message of its error, and from there they
 * would get into every log: addresses, hashes of passwords, whatever people typed.
 */
export function hideParametersOfFailures(pool: Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const careful = (...args: unknown[]): unknown => {
      const parameters = args.find((arg) => Array.isArray(arg))
      const last = args.at(-1)
      if (parameters === undefined) return query(...args)
      if (typeof last !== 'function') return hiddenOnFailure(query(...args), parameters)
      return query(...args.slice(0, -1), (error: unknown, result: unknown) => {
        if (error) parameters.fill(HIDDEN)
        last(error, result)
      })
    }
    // `query` has a dozen overloads; all of them are passed through as they came.
    client.query = careful as typeof client.query
  })
}

function hiddenOnFailure(answer: unknown, parameters: unknown[]): unknown {
  if (!(answer instanceof Promise)) return answer
  return answer.catch((error) => {
    parameters.fill(HIDDEN)
    throw error
  })
}
