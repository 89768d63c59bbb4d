import { expect, type Page, test } from '@playwright/test'
import { CONSOLE_URL, facts } from './support/installation'
import { listed } from './support/list'
import { failingOrders, send } from './support/send'

const PAGES = [
  '/',
  '/flows',
  '/executions',
  '/executions?view=timeline',
  '/executions?q=state:skipped',
  '/traces',
  '/sources',
  '/sources/new',
  '/sources/events',
  '/sources/guides',
  '/sources/guides/github',
  '/settings',
  '/settings/members',
  '/settings/ownership',
  '/settings/repositories',
  '/audit/streams',
  '/settings/sign-in',
  '/settings/tokens',
  '/settings/system',
  '/sample',
  '/api-reference',
]

test.beforeAll(() => send(facts().token ?? '', failingOrders))

test('no page asks another host for anything, breaks the content policy, or scrolls sideways on a phone', async ({
  page,
}) => {
  const strays: string[] = []
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(CONSOLE_URL).host) strays.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy/i.test(message.text()))
      strays.push(message.text())
  })
  await page.setViewportSize({ width: 390, height: 800 })
  for (const path of [...PAGES, await someExecution(page), await someTrace(page)]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBeLessThanOrEqual(0)
  }
  expect(strays).toEqual([])
})

test('hostile names are text and nothing else', async ({ page }) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
  await send(facts().token ?? '', (tracer) => {
    const now = Date.now()
    const one = tracer.startSpan(hostile, {
      startTime: now - 1000,
      attributes: { [hostile]: hostile, 'url.full': 'javascript:alert(3)' },
    })
    one.recordException({ name: hostile, message: hostile, stack: hostile })
    one.setStatus({ code: 2, message: hostile })
    one.end(now)
  })
  await page.goto('/executions')
  await listed(page, /onerror/)
    .first()
    .click()
  await expect(page.getByRole('region', { name: 'Where it broke' })).toContainText('onerror=alert(1)')
  for (const tab of ['Tasks', 'Attributes', 'History', 'Waterfall']) {
    await page.getByRole('link', { name: tab, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`tab=${tab.toLowerCase()}`))
  }
  await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0)
  expect(dialogs).toEqual([])
})

async function someExecution(page: Page): Promise<string> {
  await page.goto('/executions?q=flow:nightly_orders')
  return (
    (await listed(page, /nightly_orders/)
      .first()
      .getAttribute('href')) ?? '/missing'
  )
}

async function someTrace(page: Page): Promise<string> {
  await page.goto('/traces?q=nightly_orders')
  return (
    (await listed(page, /nightly_orders/)
      .first()
      .getAttribute('href')) ?? '/missing'
  )
}
