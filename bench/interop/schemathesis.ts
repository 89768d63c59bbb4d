import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { BenchProduct } from '../product/bench-product'
import { buildProduct } from '../product/build-product'
import { type Console, startConsole } from '../read/console'

/** Long enough for every operation to be asked in each phase: by its bounds, at random, and one after the other. */
const SECONDS = 240
const SECONDS_OF_ONE = 20

const CONFIG = `[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "429", "431"]
`

/**
 * Asks the API all that its description allows and forbids, reads and changes alike: no answer may be an error of ours or
 * differ from what is described.
 */
export async function checkApi(program: string, product: BenchProduct): Promise<void> {
  buildProduct()
  const env = { RUNLEDGER_API_REQUESTS_PER_MINUTE: '100000' }
  const running = await startConsole(product.database.url, product.dir, env)
  // Found in the directory that it runs in: how what is wrong may be refused.
  fs.writeFileSync(path.join(product.dir, 'schemathesis.toml'), CONFIG)
  try {
    const token = await tokenOf(running)
    const asked = (seconds: number, ...which: string[]) =>
      run(program, product.dir, [...argumentsFor(running.url, token, seconds), ...which])
    // It would end the token that it asks with, and hear nothing but 401 from then on: that is asked last, alone.
    await asked(SECONDS, '--exclude-operation-id', 'revokeToken')
    await asked(SECONDS_OF_ONE, '--include-operation-id', 'revokeToken')
  } finally {
    await running.stop()
  }
}

const argumentsFor = (url: string, token: string, seconds: number): string[] => [
  'run',
  `${url}/api/v1/openapi.json`,
  ...['--header', `authorization: Bearer ${token}`],
  ...['--max-time', String(seconds), '--request-timeout', '30', '--continue-on-failure', '--no-color'],
  // It knows of no session cookies; and not that a filter has a grammar, a cursor a form, a line no control characters.
  ...['--exclude-checks', 'ignored_auth,positive_data_acceptance'],
  // The same questions each time.
  ...['--seed', '1', '--generation-database', 'none'],
]

/** A token of the owner for everything, made by the API as the signed-in browser that the bench is. */
async function tokenOf({ url, cookie }: Console): Promise<string> {
  const made = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Schemathesis', scope: 'write', teamIds: null }),
  })
  if (made.status !== 201) throw new Error(`no token was made: ${made.status} ${await made.text()}`)
  const { token } = (await made.json()) as { token: string }
  return token
}

/** Runs to the end; what it found is the message of the error. */
function run(program: string, cwd: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error === null) resolve()
      else reject(new Error(foundIn(stdout)))
    })
  })
}

/** From the first failure on; all of it where there is none. */
function foundIn(output: string): string {
  const at = output.search(/^=+ (FAILURES|ERRORS) =+$/m)
  return output.slice(Math.max(0, at)).slice(0, 20_000)
}
