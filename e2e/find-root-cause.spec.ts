import { expect, test } from '@playwright/test'
import { facts } from './support/installation'
import { listed } from './support/list'
import { failingOrders, send } from './support/send'

test.beforeEach(async ({ page }) => {
  await send(facts().token ?? '', failingOrders)
  await page.goto('/executions?q=flow:nightly_orders')
  await listed(page, /nightly_orders/)
    .first()
    .click()
  await expect(page.getByRole('heading', { name: /nightly_orders/ })).toBeVisible()
})

test('a reader goes from a failed execution to the step that broke it', async ({ page }) => {
  const broke = page.getByRole('region', { name: 'Where it broke' })
  await expect(broke).toContainText('load_orders')
  await expect(broke).toContainText('duplicate key value violates unique constraint')
  await broke.getByRole('link', { name: 'Show in the waterfall' }).click()
  await expect(page).toHaveURL(/span=[0-9a-f]{16}/)
})

test('the steps are a table too, with state, duration and error', async ({ page }) => {
  await page.getByRole('link', { name: 'Tasks' }).click()
  await expect(page.getByRole('row', { name: /read_orders/ })).toContainText(/success/i)
  await expect(page.getByRole('row', { name: /load_orders/ })).toContainText('duplicate key')
})

test('a secret in an attribute was never stored', async ({ page }) => {
  await page.getByRole('link', { name: 'Attributes' }).click()
  await expect(page.getByText('api_token')).toBeVisible()
  await expect(page.getByText(/\[redacted:/).first()).toBeVisible()
  await expect(page.getByText('hunter2')).toHaveCount(0)
})

test('a source without logs is said to send none, and how to change that', async ({ page }) => {
  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  await expect(page.getByRole('main')).toContainText(/OTEL_LOGS_EXPORTER|sends no logs|no log/i)
})
