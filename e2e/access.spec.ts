import { expect, test } from '@playwright/test'
import { OTLP_URL, OWNER } from './support/installation'

test.describe('someone who is not signed in', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('is asked to, and comes back to where they wanted to go', async ({ page }) => {
    await page.goto('/executions?q=state%3Afailed')
    await expect(page).toHaveURL(/\/sign-in\?/)
    await page.getByLabel('E-mail').fill(OWNER.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: /sign in/i }).click()
    await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible()

    await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await page.getByRole('button', { name: /sign in/i }).click()
    await expect(page).toHaveURL(/\/executions\?q=state/)
  })

  test('gets no data from a route either', async ({ request }) => {
    for (const path of ['/api/live', '/api/spans/00000000000000000000000000000001/0000000000000001']) {
      expect((await request.get(path, { maxRedirects: 0 })).status()).toBe(401)
    }
  })
})

test('telemetry without a token is refused with the header to send', async ({ request }) => {
  const answer = await request.post(`${OTLP_URL}/v1/traces`, { data: {} })
  expect(answer.status()).toBe(401)
  expect((await answer.json()).message).toContain('authorization')
})

test("the console's own port takes telemetry too", async ({ request }) => {
  expect((await request.get('/v1/traces')).status()).toBe(405)
})

test('a session that is ended elsewhere is signed out at the next request', async ({ browser, page }) => {
  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const other = await elsewhere.newPage()
  await other.goto('/sign-in')
  await other.getByLabel('E-mail').fill(OWNER.email)
  await other.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await other.getByRole('button', { name: /sign in/i }).click()
  await expect(other).toHaveURL((url) => url.pathname === '/')

  await page.goto('/settings')
  const ends = page.getByRole('button', { name: 'End session' })
  for (let others = await ends.count(); others > 0; others--) {
    await ends.first().click()
    await expect(ends).toHaveCount(others - 1)
  }
  await expect(page.getByText('this browser')).toBeVisible()

  await other.reload()
  await expect(other).toHaveURL(/\/sign-in/)
  await elsewhere.close()
})
