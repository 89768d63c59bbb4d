import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig, VARIABLES } from './config'

test('an empty environment is a working configuration', () => {
  const config = parseConfig({})
  expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, otlpHttpPort: 4318, otlpGrpcPort: 4317 })
  expect(config.databaseUrl).toBeNull()
  expect(config.url).toBe('http://localhost:3000')
})

test('a variable that is set to nothing counts as not set', () => {
  expect(parseConfig({ DATABASE_URL: '', RUNLEDGER_PORT: '' })).toMatchObject({
    databaseUrl: null,
    port: 3000,
  })
})

test.for([
  ['RUNLEDGER_PORT', '80000'],
  ['RUNLEDGER_PORT', 'http'],
  ['RUNLEDGER_WRITERS', '0'],
  ['RUNLEDGER_LOG_LEVEL', 'loud'],
  ['RUNLEDGER_SECRET', 'short'],
  ['RUNLEDGER_TRUST_PROXY', 'maybe'],
  ['RUNLEDGER_URL', 'runledger.example.com'],
  ['DATABASE_URL', 'mysql://root@localhost/x'],
] as const)('%s=%s is refused by one line that names it', ([name, value]) => {
  expect(() => parseConfig({ [name]: value })).toThrowError(
    expect.objectContaining({
      name: 'Obstacle',
      message: expect.stringMatching(new RegExp(`^${name} is not usable: .+$`)),
    }),
  )
})

test('a bad DATABASE_URL is named without its password', () => {
  expect(() => parseConfig({ DATABASE_URL: 'mysql://root:hunter2@localhost/x' })).toThrowError(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})

test('the data directory is found from the checkout, wherever the command was given', () => {
  const config = parseConfig({ RUNLEDGER_ROOT: '/srv/runledger', RUNLEDGER_DATA_DIR: 'data' })
  expect(config.dataDir).toBe('/srv/runledger/data')
})

test('there are at most twenty-two variables, and each is documented in .env.example', () => {
  const documented = fs.readFileSync(path.join(process.cwd(), '.env.example'), 'utf8')
  const named = [...documented.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name)
  expect(Object.keys(VARIABLES).length).toBeLessThanOrEqual(22)
  expect(named.sort()).toEqual(Object.keys(VARIABLES).sort())
})
