import { expect, type Page, test } from '@playwright/test'
import { whilePagesAreHeld } from './support/held-pages'
import { facts } from './support/installation'
import { listed } from './support/list'
import { failingOrders, send, succeedingReport } from './support/send'

test.beforeAll(async () => {
  await send(facts().token ?? '', (tracer) => {
    failingOrders(tracer)
    succeedingReport(tracer)
  })
})

test('a reader narrows the list to what failed, and the address says so', async ({ page }) => {
  await page.goto('/executions')
  await expect(listed(page, /hourly_report/).first()).toBeVisible()

  await reachFilter(page)
  await page.keyboard.type('state:failed')
  await page.keyboard.press('Enter')
  await expect(listed(page, /hourly_report/)).toHaveCount(0)
  await expect(page.getByRole('row', { name: /nightly_orders/ }).first()).toContainText('load_orders')
  await expect(page).toHaveURL(/q=state/)

  await page.reload()
  await expect(listed(page, /hourly_report/)).toHaveCount(0)
})

test('what is pressed and typed at once is all kept, and is one step back', async ({ page }) => {
  await page.goto('/executions?range=24h')
  await expect(listed(page, /hourly_report/).first()).toBeVisible()
  const states = page.getByRole('region', { name: 'State', exact: true })
  await whilePagesAreHeld(page, async () => {
    await states.getByRole('link', { name: /^failed/ }).click()
    await reachFilter(page)
    await page.keyboard.type('flow:nightly_orders')
    await page.keyboard.press('Enter')
    // What could be written next lies over the values.
    await page.keyboard.press('Escape')
    await states.getByRole('link', { name: /^success/ }).click()
    await page.getByRole('navigation', { name: 'Time range' }).getByRole('link', { name: '7d' }).click()
  })
  await expect.poll(() => questionOf(page)).toBe('flow:nightly_orders state:failed,success in 7d')
  await expect(listed(page, /nightly_orders/).first()).toBeVisible()
  await expect(listed(page, /hourly_report/)).toHaveCount(0)

  await page.goBack()
  await expect.poll(() => questionOf(page)).toBe(' in 24h')
  await expect(listed(page, /hourly_report/).first()).toBeVisible()
})

test('a wrong part of a filter is named and the rest applies', async ({ page }) => {
  await page.goto('/executions?q=state:failed+duration:%3Esoon')
  await expect(page.getByText('The rest applies.')).toBeVisible()
  await expect(listed(page, /nightly_orders/).first()).toBeVisible()
  await expect(listed(page, /hourly_report/)).toHaveCount(0)
})

test('when nothing matches, the list says what to drop and what that would find', async ({ page }) => {
  await page.goto('/executions?q=flow:nightly_orders+state:skipped')
  await expect(page.getByText('No execution matches')).toBeVisible()
  await page.getByRole('link', { name: /Drop\s*state:skipped/ }).click()
  await expect(listed(page, /nightly_orders/).first()).toBeVisible()
})

test('a pasted trace id finds its execution', async ({ page }) => {
  await page.goto('/executions?q=flow:nightly_orders')
  await listed(page, /nightly_orders/)
    .first()
    .click()
  await page.getByRole('link', { name: 'History' }).click()
  const traceId = /\b[0-9a-f]{32}\b/
  await expect(page.getByRole('main')).toContainText(traceId)
  const trace = traceId.exec(await page.getByRole('main').innerText())?.[0] ?? ''
  await page.goto('/executions')
  await reachFilter(page)
  await page.keyboard.type(trace)
  await page.keyboard.press('Enter')
  await expect(listed(page, /nightly_orders/)).toHaveCount(1)
})

test('the keyboard alone leads from the list to the detail', async ({ page }) => {
  await page.goto('/executions?q=flow:hourly_report')
  await expect(listed(page, /hourly_report/).first()).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page.locator('tbody a:focus')).toHaveCount(1, { timeout: 500 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /hourly_report/ })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { name: 'Traces' })).toBeVisible()
})

test('executions that arrive while the list is open are announced, and shown when asked for', async ({
  page,
}) => {
  await page.goto('/executions?q=flow:hourly_report')
  const rows = listed(page, /hourly_report/)
  await expect(rows.first()).toBeVisible()
  const before = await rows.count()
  await send(facts().token ?? '', succeedingReport)
  await expect(page.getByRole('button', { name: /1 new/ })).toBeVisible()
  await page.keyboard.press('.')
  await expect(rows).toHaveCount(before + 1)
})

/** By its key, which works as soon as the page has come alive. */
async function reachFilter(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: 'Filter' })).toBeFocused({ timeout: 500 })
  }).toPass()
}

/** What the address asks for, its parts in the order of the alphabet. */
function questionOf(page: Page): string {
  const { searchParams } = new URL(page.url())
  const parts = (searchParams.get('q') ?? '').split(' ').toSorted().join(' ')
  // The usual range is left out.
  return `${parts} in ${searchParams.get('range') ?? '7d'}`
}
