import fs from 'node:fs'
import { createDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { setUp } from '@/db/store/set-up'
import { config } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'

export type SetupOptions = {
  organization: string
  email: string
  name?: string
  passwordFile: string
  team: string
  source: string
  kind: string
  environment: string
}

const STDIN = 0

/** `setup`: what the set-up page does, for containers and scripts; whether Runledger runs meanwhile or not. */
export async function setup(options: SetupOptions): Promise<void> {
  const password = readPassword(options.passwordFile)
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 1, applicationName: 'runledger-setup' })
    try {
      const { organization, email, team } = options
      const name = options.name ?? email.split('@')[0] ?? email
      const source = { name: options.source, kind: options.kind, environment: options.environment }
      const made = await setUp({ organization, email, name, password, team, source }, {}, db)
      const answer = {
        organizationId: made.orgId,
        sourceId: made.sourceId,
        token: made.token,
        endpoints: endpoints(),
      }
      process.stdout.write(`${JSON.stringify(answer)}\n`)
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}

function endpoints(): Record<string, string> {
  const { host, otlpHttpPort, otlpGrpcPort, url } = config()
  return { console: url, otlpHttp: addressOf(host, otlpHttpPort), otlpGrpc: addressOf(host, otlpGrpcPort) }
}

function readPassword(file: string): string {
  try {
    return fs.readFileSync(file === '-' ? STDIN : file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Obstacle(
      `The password file cannot be read (${error instanceof Error ? error.message : error})`,
      'Give --password-file the path of a file that holds nothing but the password.',
    )
  }
}
