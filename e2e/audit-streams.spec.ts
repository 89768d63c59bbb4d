import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { SignedHeaders } from '../lib/ingest/events/verification'
import { verifyStandard } from '../lib/ingest/events/verify-standard'

test.setTimeout(180_000)

type Message = { type: string; data: { entries: { seq: number; action: string }[] } }

test('an owner streams the audit log to a webhook, which was away, and gives it a new secret', async ({
  page,
}) => {
  const taken: Message[] = []
  const secrets: string[] = []
  let isAway = false
  const server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const headers = new SignedHeaders(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const),
    )
    const isRight = !isAway && verifyStandard(headers, Buffer.from(body), secrets, Date.now()).ok
    if (isRight) taken.push(JSON.parse(body))
    response.writeHead(isRight ? 204 : 503).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/audit`
  const entries = () =>
    taken.filter(({ type }) => type === 'audit.entries').flatMap(({ data }) => data.entries)
  try {
    await page.goto('/audit/streams')
    await expect(page.getByRole('heading', { name: 'The audit log is streamed nowhere yet' })).toBeVisible()
    await page.getByRole('button', { name: 'New stream' }).click()
    await page.getByLabel('Name', { exact: true }).fill('SIEM')
    await page.getByLabel('Address').fill('ftp://127.0.0.1/')
    await page.getByRole('button', { name: 'Add stream' }).click()
    await expect(page.getByText('Write an address that begins with https://.')).toBeVisible()
    await page.getByLabel('Address').fill(address)
    await page.getByRole('button', { name: 'Add stream' }).click()
    await expect(page.getByRole('heading', { name: 'Copy the secret now' })).toBeVisible()
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? ''
    secrets.push(secret.trim())
    await page.getByRole('button', { name: 'I have stored it' }).click()

    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(page.getByText('The test event was taken')).toBeVisible()
    expect(taken.some(({ type }) => type === 'audit.test')).toBe(true)
    await expect
      .poll(() => entries().map(({ action }) => action), { timeout: 30_000 })
      .toContain('audit_stream.created')

    isAway = true
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(page.getByText('the target answered 503')).toBeVisible()
    await expect(async () => {
      await page.reload()
      await expect(page.getByText('The target answered 503.', { exact: false })).toBeVisible({
        timeout: 2_000,
      })
    }).toPass({ timeout: 60_000 })
    await expect(page.getByText('failing', { exact: true })).toBeVisible()
    isAway = false

    await page.getByRole('button', { name: 'New secret' }).click()
    await page.getByRole('button', { name: 'Make a new secret' }).click()
    await expect(page.getByRole('heading', { name: 'Copy the secret now' })).toBeVisible()
    const fresh = ((await page.getByText(/^whsec_/).textContent()) ?? '').trim()
    expect(fresh).not.toBe(secret.trim())
    secrets.splice(0, 1, fresh)
    await page.getByRole('button', { name: 'I have stored it' }).click()
    await expect
      .poll(() => entries().map(({ action }) => action), { timeout: 30_000 })
      .toContain('audit_stream.rotated')
    const seqs = entries().map(({ seq }) => seq)
    const [first = 0] = seqs
    expect(seqs).toEqual(seqs.map((_, index) => first + index))

    await page.reload()
    await expect(page.getByText('delivering', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('button', { name: 'Remove stream' }).click()
    await expect(page.getByRole('heading', { name: 'The audit log is streamed nowhere yet' })).toBeVisible()
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
