import { expect, type Page, test } from '@playwright/test'
import { personOfEmptyTeam, whileLocked } from './support/database'
import { open } from './support/every-page'
import { facts } from './support/installation'
import { failingOrders, send, succeedingReport } from './support/send'

test.beforeAll(() =>
  send(facts().token ?? '', (tracer) => {
    for (let n = 3; n > 0; n--) {
      failingOrders(tracer, Date.now() - n * 120_000)
      succeedingReport(tracer, Date.now() - n * 120_000)
    }
  }),
)

test('the keyboard alone reaches every page of the rail, an execution, its tabs, and back', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await open(page, '/executions')
  for (const [key, path] of [
    ['f', '/flows'],
    ['t', '/traces'],
    ['s', '/sources'],
    ['h', '/'],
    ['e', '/executions'],
  ] as const) {
    await expect(async () => {
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await expect(page).toHaveURL((url) => url.pathname === path, { timeout: 2_000 })
    }).toPass()
  }
  await pressUntil(page, 'j', 'tbody a:focus')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/executions\/[0-9a-f-]{36}/)
  await tabTo(page, 'Attributes')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/tab=attributes/)
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL(/\/executions$/)
})

test('each stop of the keyboard is visible, has a name, and there is no trap', async ({ page }) => {
  test.setTimeout(180_000)
  for (const path of ['/', '/executions', '/flows', '/traces', '/sources', '/settings']) {
    await open(page, path)
    const stops = await stopsOf(page)
    expect(stops.length, path).toBeGreaterThan(5)
    expect(
      stops.filter(({ name }) => name === ''),
      path,
    ).toEqual([])
    expect(
      stops.filter(({ isVisible }) => !isVisible),
      path,
    ).toEqual([])
  }
})

test('the sheet of keys opens with ? and closes with Escape, and the focus comes back', async ({ page }) => {
  await open(page, '/executions')
  await pressUntil(page, '?', '[role=dialog]')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test.describe('a list without rows says which nothing it is', () => {
  const LISTS = [
    { path: '/executions', none: '/executions?q=flow:there_is_no_such_flow', tables: ['executions'] },
    { path: '/flows', none: '/flows?q=there_is_no_such_flow', tables: ['flows'] },
    { path: '/traces', none: '/traces?q=there_is_no_such_trace', tables: ['traces'] },
  ]

  for (const { path, none, tables } of LISTS) {
    test(`${path}: nothing matches, and what to do about it`, async ({ page }) => {
      await open(page, none)
      const main = page.getByRole('main')
      await expect(main.getByRole('heading', { name: /^No .* matches$/ })).toBeVisible()
      await expect(main.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0)
      await expect(main.getByRole('table')).toHaveCount(0)
    })

    test(`${path}: a database that hangs is unknown, not empty`, async ({ page }) => {
      test.setTimeout(120_000)
      await whileLocked(tables, async () => {
        await page.goto(path, { timeout: 60_000 })
        await expect(
          page
            .getByRole('alert')
            .filter({ hasText: /unknown|could not/i })
            .first(),
        ).toBeVisible({
          timeout: 60_000,
        })
        await expect(page.getByRole('heading', { name: /^No / })).toHaveCount(0)
      })
      await open(page, path)
      await expect(page.getByRole('table').first()).toBeVisible()
    })
  }

  test('who has a team without anything is told so, and nothing of others', async ({ browser }) => {
    test.setTimeout(120_000)
    const person = await personOfEmptyTeam()
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: /sign in/i }).click()
    await expect(page).not.toHaveURL(/sign-in/)
    for (const { path } of LISTS) {
      await open(page, path)
      await expect(
        page.getByRole('main').getByRole('heading', { name: /^No .*(yet|in this range)$/ }),
      ).toBeVisible()
      await expect(page.getByText('nightly_orders')).toHaveCount(0)
    }
    await open(page, '/')
    await expect(page.getByText('nightly_orders')).toHaveCount(0)
    await context.close()
  })
})

/** Presses a key until the page is alive and has answered. */
async function pressUntil(page: Page, key: string, selector: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await expect(page.locator(selector).first()).toBeVisible({ timeout: 500 })
  }).toPass()
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const said = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (said === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not get to "${name}"`)
}

type Stop = { name: string; html: string; isVisible: boolean }

/** What the Tab key stops at, once around or for as many stops as a person would put up with. */
async function stopsOf(page: Page): Promise<Stop[]> {
  const stops: Stop[] = []
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return null
      const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? []
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
      const name = [
        element.getAttribute('aria-label'),
        ...labelledBy.map((id) => document.getElementById(id)?.textContent),
        ...labels.map((label) => label.textContent),
        element.textContent,
        element.getAttribute('title'),
        element.getAttribute('placeholder'),
        element.tagName === 'HTML' ? 'document' : null,
      ].find((each) => each != null && each.trim() !== '')
      const box = element.getBoundingClientRect()
      const isVisible = box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible'
      return { name: name?.trim() ?? '', html: element.outerHTML.slice(0, 160), isVisible }
    })
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}
