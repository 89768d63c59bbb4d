import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { testDatabaseUrl } from '@/lib/config'
import { startEmbedded } from '../embedded/embedded-postgres'
import { migrate } from '../migrate'
import { databaseUrl, forgetDatabases } from './database-url'

declare module 'vitest' {
  export interface ProvidedContext {
    templateUrl: string
  }
}

/** One server and one migrated template a test run; runs beside each other share nothing. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer()
  const template = databaseUrl(server.url, `runledger_test_${randomBytes(6).toString('hex')}`)
  await onServer(server.url, `create database "${template.name}"`)
  await migrate(template.url)
  project.provide('templateUrl', template.url)
  return async () => {
    await forgetDatabases(server.url, template.name)
    await server.stop()
  }
}

async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = testDatabaseUrl()
  if (url !== null) return { url, stop: async () => undefined }
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-test-'))
  const embedded = await startEmbedded({
    root: process.cwd(),
    dataDir,
    log: () => undefined,
    isDurable: false,
  })
  return {
    url: embedded.url,
    stop: async () => {
      await embedded.stop()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
