import { startChild } from '@/bin/supervisor/child'
import { inheritedEnvironment } from '@/lib/config'
import { freePort } from '../product/free-port'
import { BENCH_PERSON } from './installation'

/** The built console on a database, and a browser's session with it. */
export type Console = {
  url: string
  cookie: string
  pid: number | undefined
  /** A session of somebody else who has the same password. */
  signInAs: (email: string) => Promise<string>
  stop: () => Promise<void>
}

const COOKIE = 'runledger.session'

/** Starts the built web process as users run it, with `more` of its environment where it is needed, and signs in. */
export async function startConsole(
  databaseUrl: string,
  dataDir: string,
  more: Record<string, string> = {},
): Promise<Console> {
  const [port, otlpPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const child = startChild('web', process.cwd(), {
    ...inheritedEnvironment(),
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    RUNLEDGER_ROOT: process.cwd(),
    RUNLEDGER_DATA_DIR: dataDir,
    RUNLEDGER_URL: url,
    RUNLEDGER_PORT: String(port),
    RUNLEDGER_OTLP_HTTP_PORT: String(otlpPort),
    RUNLEDGER_LOG_LEVEL: 'warn',
    // Nothing listens for it here.
    RUNLEDGER_SELF_TELEMETRY: 'off',
    ...more,
  })
  await child.ready
  return {
    url,
    pid: child.pid,
    cookie: await signIn(url, BENCH_PERSON.email),
    signInAs: (email) => signIn(url, email),
    stop: async () => {
      child.kill('SIGTERM')
      await child.ended
    },
  }
}

async function signIn(url: string, email: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(csrf), origin: url },
    body: new URLSearchParams({ ...BENCH_PERSON, email, csrfToken, json: 'true' }),
  })
  const cookie = cookiesOf(answer)
  if (!cookie.includes(COOKIE)) throw new Error(`could not sign in: ${answer.status} ${await answer.text()}`)
  return cookie
}

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
