import type { Pool } from 'pg'

const HIDDEN = '(hidden)'

type Query = (...args: unknown[]) => unknown

/**
 * Empties the parameters of a query that failed. Drizzle writes them into the message of its error, and from there they
 * would get into every log: addresses, hashes of passwords, whatever people typed.
 */
export function hideParametersOfFailures(pool: Pool): void {
  // `query` has a dozen overloads; all of them are passed through as they came.
  pool.query = carefully(pool.query.bind(pool) as Query) as typeof pool.query
  pool.on('connect', (client) => {
    client.query = carefully(client.query.bind(client) as Query) as typeof client.query
  })
}

const carefully =
  (query: Query): Query =>
  (...args) => {
    const parameters = args.find((arg) => Array.isArray(arg))
    const last = args.at(-1)
    if (parameters === undefined) return query(...args)
    if (typeof last !== 'function') return hiddenOnFailure(query(...args), parameters)
    return query(...args.slice(0, -1), (error: unknown, result: unknown) => {
      if (error) parameters.fill(HIDDEN)
      last(error, result)
    })
  }

function hiddenOnFailure(answer: unknown, parameters: unknown[]): unknown {
  if (!(answer instanceof Promise)) return answer
  return answer.catch((error) => {
    parameters.fill(HIDDEN)
    throw error
  })
}
