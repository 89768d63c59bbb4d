import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { postgresAccount, spawnAs } from './account'
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres'
import { commandOf } from './processes'

const directories: string[] = []
const started: EmbeddedPostgres[] = []
const bystanders: ChildProcess[] = []

afterAll(async () => {
  for (const bystander of bystanders) bystander.kill('SIGKILL')
  for (const server of started) await server.stop()
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true })
})

function newDataDir(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-embedded-'))
  directories.push(directory)
  return directory
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ root: process.cwd(), dataDir, log: () => undefined })
  started.push(server)
  return server
}

async function ask(url: string, question: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(question)
    return rows[0]
  } finally {
    await client.end()
  }
}

const killed = async (pid: number): Promise<void> => {
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => commandOf(pid)).toBeNull()
}

test('we work as the owner of our database and of nothing else, over a socket and with a password', async () => {
  const { url } = await start(newDataDir())
  expect(
    await ask(
      url,
      `select current_user as who, rolsuper as super, pg_encoding_to_char(encoding) as encoding,
         current_setting('listen_addresses') as addresses, inet_server_addr() as address
       from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    ),
  ).toEqual({ who: 'runledger', super: false, encoding: 'UTF8', addresses: '', address: null })
  await ask(url, 'create extension pg_trgm')

  const wrong = new URL(url)
  wrong.password = 'guessed'
  await expect(ask(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('whoever comes second joins, and whoever goes last stops it', async () => {
  const dataDir = newDataDir()
  const [one, other] = await Promise.all([start(dataDir), start(dataDir)])
  expect([one.adopted, other.adopted].sort()).toEqual([false, true])
  expect(one.url).toBe(other.url)

  await one.stop()
  expect(await ask(other.url, 'select 1 as still')).toEqual({ still: 1 })
  await other.stop()
  expect(commandOf(one.pid)).toBeNull()
})

test('after a kill -9 of the server everything committed is there again', async () => {
  const dataDir = newDataDir()
  const first = await start(dataDir)
  await ask(first.url, 'create table kept (n int)')
  await ask(first.url, 'insert into kept select generate_series(1, 1000)')
  await killed(first.pid)

  const second = await start(dataDir)
  expect(second.adopted).toBe(false)
  expect(await ask(second.url, 'select count(*)::int as n from kept')).toEqual({ n: 1000 })
})

test('whoever uses it can bring it back, at the same address', async () => {
  const server = await start(newDataDir())
  expect(await server.revive()).toBe(false)
  await killed(server.pid)
  expect(await server.revive()).toBe(true)
  expect(await ask(server.url, 'select 1 as up')).toEqual({ up: 1 })
})

test('it starts although the pid of the crashed server is now a bystander of the same account', async () => {
  const dataDir = newDataDir()
  const first = await start(dataDir)
  await killed(first.pid)
  const bystander = spawn('sleep', ['60'], spawnAs(postgresAccount()))
  bystanders.push(bystander)
  await once(bystander, 'spawn')
  const pidFile = path.join(dataDir, 'postgres/postmaster.pid')
  const left = fs.readFileSync(pidFile, 'utf8').split('\n')
  fs.writeFileSync(pidFile, [bystander.pid, ...left.slice(1)].join('\n'))

  const second = await start(dataDir)
  expect(await ask(second.url, 'select 1 as up')).toEqual({ up: 1 })
})

test('a holder that died does not keep the server running', async () => {
  const dataDir = newDataDir()
  const { pid, stop } = await start(dataDir)
  fs.writeFileSync(path.join(dataDir, 'holders/4194303-dead'), '4194303 1')
  await stop()
  expect(commandOf(pid)).toBeNull()
})

test('data of another version of Postgres is refused in words, and left alone', async () => {
  const dataDir = newDataDir()
  fs.mkdirSync(path.join(dataDir, 'postgres'))
  fs.writeFileSync(path.join(dataDir, 'postgres/PG_VERSION'), '99\n')
  await expect(start(dataDir)).rejects.toMatchObject({
    name: 'Obstacle',
    message: expect.stringMatching(
      /was written by PostgreSQL 99; this version of Runledger brings PostgreSQL 18/,
    ),
  })
  expect(fs.readFileSync(path.join(dataDir, 'postgres/PG_VERSION'), 'utf8')).toBe('99\n')
})

test('a data directory that cannot be is refused in words', async () => {
  const file = path.join(newDataDir(), 'a-file')
  fs.writeFileSync(file, '')
  await expect(start(path.join(file, 'data'))).rejects.toMatchObject({
    name: 'Obstacle',
    message: expect.stringMatching(/^The data directory .* is not writable/),
  })
})
