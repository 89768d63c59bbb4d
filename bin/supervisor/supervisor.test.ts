import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createSupervisor, type Supervisor } from './supervisor'

const supervisors: Supervisor[] = []
const checkouts: string[] = []
afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await supervisor.stop(0)
  for (const checkout of checkouts.splice(0)) fs.rmSync(checkout, { recursive: true })
})

/** A checkout whose only part is this script. */
function checkoutWith(script: string): { root: string; starts: () => number } {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-supervisor-'))
  checkouts.push(root)
  const starts = path.join(root, 'starts')
  fs.writeFileSync(starts, '')
  fs.mkdirSync(path.join(root, 'dist/processes'), { recursive: true })
  const noted = `import fs from 'node:fs'; fs.appendFileSync(${JSON.stringify(starts)}, 'x');`
  fs.writeFileSync(path.join(root, 'dist/processes/worker.mjs'), `${noted}\n${script}`)
  return { root, starts: () => fs.readFileSync(starts, 'utf8').length }
}

function supervise(root: string): Supervisor {
  const supervisor = createSupervisor(root, process.env)
  supervisors.push(supervisor)
  return supervisor
}

const SERVES = `process.send({ ready: true }); setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0))`

test('a part that crashes is started again', async () => {
  const { root, starts } = checkoutWith(
    `if (fs.readFileSync(new URL('../../starts', import.meta.url)).length === 1) setTimeout(() => process.exit(9), 50); ${SERVES}`,
  )
  await supervise(root).start(['worker'])
  await expect.poll(starts, { timeout: 10_000 }).toBe(2)
})

test('a part that cannot start says why, and is not started again', async () => {
  const { root, starts } = checkoutWith(
    `process.send({ obstacle: { message: 'No disk', remedy: 'Get one.' } }, () => process.exit(1))`,
  )
  await expect(supervise(root).start(['worker'])).rejects.toMatchObject({
    message: 'No disk',
    remedy: 'Get one.',
  })
  expect(starts()).toBe(1)
})

test('one that does not listen to reason is killed when its time is up', async () => {
  const { root } = checkoutWith(
    `process.on('SIGTERM', () => {}); process.send({ ready: true }); setInterval(() => {}, 1000)`,
  )
  const supervisor = supervise(root)
  await supervisor.start(['worker'])
  const began = performance.now()
  await supervisor.stop(200)
  expect(performance.now() - began).toBeLessThan(3_000)
})

test('a stop is not a crash', async () => {
  const { root, starts } = checkoutWith(SERVES)
  const supervisor = supervise(root)
  await supervisor.start(['worker'])
  await supervisor.stop(5_000)
  expect(starts()).toBe(1)
})
