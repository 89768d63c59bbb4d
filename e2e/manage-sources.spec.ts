import { expect, test } from '@playwright/test'
import { createSource } from './support/create-source'
import { facts, OTLP_URL } from './support/installation'
import { send, succeedingReport } from './support/send'

test('a source gets a token of its own, and a revoked token is refused', async ({ page, request }) => {
  await page.goto('/sources/new')
  await createSource(page, 'Reports')
  await expect(page.getByRole('heading', { name: 'Connect Reports' })).toBeVisible()
  const token = (await page.getByRole('region', { name: 'ingest token' }).innerText()).trim()
  await send(token, succeedingReport)
  await expect(page.getByText('It arrived and became an execution')).toBeVisible()

  await page.getByRole('link', { name: 'Source page' }).click()
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible()
  await page
    .getByRole('button', { name: /revoke/i })
    .first()
    .click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: /revoke/i })
    .click()
  await expect(page.getByText(/revoked/i).first()).toBeVisible()
  await expect
    .poll(async () =>
      (await request.post(`${OTLP_URL}/v1/traces`, { headers: { 'x-api-key': token }, data: {} })).status(),
    )
    .toBe(401)
})

test('what is refused is shown on its source, with reason and path', async ({ page, request }) => {
  const answer = await request.post(`${OTLP_URL}/v1/traces`, {
    headers: { authorization: `Bearer ${facts().token}` },
    data: {
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                { traceId: '0'.repeat(32), spanId: 'eee19b7ec3c1b174', name: 'n', startTimeUnixNano: '1' },
              ],
            },
          ],
        },
      ],
    },
  })
  expect((await answer.json()).partialSuccess.rejectedSpans).toBe('1')
  await page.goto('/sources')
  await page.getByRole('link', { name: 'Nightly jobs' }).click()
  await expect(page.getByText('resourceSpans[0].scopeSpans[0].spans[0]').first()).toBeVisible()
})
