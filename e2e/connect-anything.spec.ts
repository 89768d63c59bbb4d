import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { createSource } from './support/create-source'

const RUN = {
  pipeline: { name: 'orders' },
  run: {
    id: 'run-42',
    status: 'rolled back',
    started: '2026-05-01T10:00:00Z',
    ended: '2026-05-01T10:04:30Z',
    steps: [
      { id: 's1', name: 'extract', status: 'succeeded' },
      { id: 's2', name: 'load', status: 'failed', error: 'disk full' },
    ],
  },
}

const textOf = async (page: Page, region: string): Promise<string> =>
  (await page.getByRole('region', { name: region }).innerText()).trim()

/** Most fields need not be filled in, which stands beside their names. */
const labelled = (name: string): RegExp => new RegExp(`^${name}\\s*(optional)?$`)

async function connectTool(page: Page, tool: string, name: string): Promise<void> {
  await page.goto('/sources/new')
  await page.getByRole('searchbox', { name: 'Find a tool' }).fill(tool)
  await page.getByRole('radio', { name: tool }).check()
  await createSource(page, name)
  await expect(page.getByRole('heading', { name: `Connect ${name}` })).toBeVisible()
}

async function send(hook: { address: string; secret: string }, payload: unknown): Promise<number> {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', hook.secret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-signature-256': `sha256=${signature}` }
  return (await fetch(hook.address, { method: 'POST', body, headers })).status
}

test('a tool that nobody knows is read by a mapping, and only its own calls are taken', async ({ page }) => {
  await connectTool(page, 'Anything else with a webhook', 'Piper')
  await page.getByRole('button', { name: 'Set secret' }).click()
  const proof = page.getByRole('form', { name: 'Proof of webhooks' })
  await proof.getByLabel('Calls are proven by').selectOption({ label: 'Signature' })
  await proof.getByRole('button', { name: 'Save' }).click()
  const secret = await textOf(page, 'webhook secret')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy webhook address' }).click()
  const hook = { secret, address: await page.evaluate(() => navigator.clipboard.readText()) }
  expect(hook.address).toContain('/api/hooks/')
  expect(hook.secret).toMatch(/^[0-9a-f]{64}$/)

  await page.getByRole('link', { name: 'Source page' }).click()
  await page.getByRole('link', { name: 'Mapping', exact: true }).click()
  await page.getByRole('textbox', { name: 'Sample payload' }).fill(JSON.stringify(RUN))
  const execution = page.getByRole('region', { name: 'Execution', exact: true })
  const outcome = page.getByRole('region', { name: 'What would come of it' })
  // What is missing is said while one types.
  await execution.getByLabel('Flow', { exact: true }).fill('pipeline.title')
  await execution.getByLabel('Id', { exact: true }).fill('run.id')
  await expect(execution.getByText('Nothing is there in the sample.')).toBeVisible()
  await expect(outcome).toContainText('Kept')
  await execution.getByLabel('Flow', { exact: true }).fill('pipeline.name')
  await expect(execution.getByText('In the sample: orders')).toBeVisible()
  for (const [label, path] of [
    ['State', 'run.status'],
    ['Started', 'run.started'],
    ['Ended', 'run.ended'],
    ['Error', 'run.steps[*].error'],
  ] as const)
    await execution.getByLabel(labelled(label)).fill(path)
  const tasks = page.getByRole('region', { name: 'Task runs', exact: true })
  for (const [label, path] of [
    ['List', 'run.steps'],
    ['Id', 'id'],
    ['Name', 'name'],
    ['State', 'status'],
    ['Error', 'error'],
  ] as const)
    await tasks.getByLabel(labelled(label)).fill(path)
  // A word that nobody knows is asked about.
  await page.getByLabel('rolled back').selectOption('failed')
  await expect(outcome).toContainText('orders')
  await expect(outcome).toContainText('failed')
  await expect(outcome).toContainText('disk full')
  await expect(outcome.getByRole('list', { name: '2 task runs' })).toContainText('extract')
  await page.getByRole('button', { name: 'Save mapping' }).click()
  await expect(page.getByText('Saved: it holds for what arrives from now on')).toBeVisible()

  expect(await send(hook, RUN)).toBe(200)
  const forged = { ...hook, secret: 'guessed-by-somebody-else' }
  expect(await send(forged, { ...RUN, stolen: 'words of a stranger' })).toBe(401)

  await page.getByRole('link', { name: 'Source page' }).click()
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}$/)
  const refused = page.getByRole('region', { name: 'Latest rejections' })
  // Refused calls are written down every few seconds, and this page is not live.
  await expect(async () => {
    await page.reload()
    await expect(refused.getByRole('listitem')).toHaveCount(1, { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await expect(refused.getByText('What was sent')).toHaveCount(0)
  expect(await page.content()).not.toContain('words of a stranger')

  await page.getByRole('link', { name: 'Events', exact: true }).click()
  const events = page.getByRole('region', { name: 'Events' })
  await expect(events.getByRole('link', { name: 'orders' })).toBeVisible()
  await events.getByRole('link', { name: 'orders' }).click()
  // Told by no trace, it opens on what there is of it.
  await expect(page.getByRole('link', { name: 'Tasks', exact: true })).toHaveAttribute('aria-current', 'page')
  await expect(page.getByRole('heading', { name: 'Where it broke' })).toBeVisible()
  await expect(page.getByText('disk full').first()).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'extract' })).toBeVisible()
})

/** An Airbyte with two jobs. */
async function airbyte(port: number): Promise<Server> {
  const jobs = [1, 2].map((jobId) => ({
    ...{ jobId, connectionId: 'c', jobType: 'sync', status: 'succeeded' },
    ...{ startTime: '2026-05-01T10:00:00Z', lastUpdatedAt: '2026-05-01T10:05:00Z' },
  }))
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://tool').pathname
    const answer = path.endsWith('/jobs') ? { data: jobs } : { name: 'shop', workspaceId: 'w' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const closed = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

test('a tool whose API is asked is tested on the spot', async ({ page }) => {
  const first = await airbyte(0)
  const { port } = first.address() as AddressInfo
  await closed(first)

  await connectTool(page, 'Airbyte', 'Syncs')
  await page.goto(`${new URL(page.url()).pathname}?way=poll`)
  const form = page.getByRole('form', { name: 'Asking the API' })
  await form.getByLabel('Base address').fill(`http://127.0.0.1:${port}`)
  await form.getByLabel('Ask it').uncheck()
  await form.getByRole('button', { name: 'Save' }).click()
  const tested = page.getByRole('form', { name: 'Test of the connection' })
  await tested.getByRole('button', { name: 'Test now' }).click()
  await expect(tested.getByRole('status')).toContainText('the tool refuses connections at this address')

  const server = await airbyte(port)
  try {
    await page.getByRole('link', { name: 'Source page' }).click()
    await expect(page.getByRole('heading', { name: 'Connection' })).toBeVisible()
    await tested.getByRole('button', { name: 'Test now' }).click()
    await expect(tested.getByRole('status')).toContainText('It answers: 2 items on the first page.')
    await expect(tested.getByRole('status')).toContainText('2 × job.succeeded')
  } finally {
    await closed(server)
  }
})
