import { expect, type Page, test } from '@playwright/test'
import { createSource } from './support/create-source'
import { whilePagesAreHeld } from './support/held-pages'
import { tellAsKestra } from './support/kestra'

const HOUR_MS = 3_600_000
const FLOW = 'restock_shelves'

test.describe.configure({ mode: 'serial' })

test('what is changed in a tool is listed with who, explained by a person, and compared', async ({
  page,
}) => {
  await page.goto('/sources/new?tool=kestra')
  await createSource(page, 'Kestra of the shelves')
  const sourceId = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''
  const now = Date.now()
  await tellAsKestra(sourceId, {
    flow: FLOW,
    revisions: [
      { atMs: now - 3 * HOUR_MS, cron: '0 3 * * *', by: null, executions: ['SUCCESS', 'SUCCESS'] },
      { atMs: now - 2 * HOUR_MS, cron: '0 2 * * *', by: 'grace', executions: ['FAILED', 'SUCCESS'] },
      { atMs: now - HOUR_MS, cron: '30 2 * * *', by: null, executions: ['SUCCESS'] },
    ],
  })

  const edit = rowOf(page, 'schedule 03:00 → 02:00')
  // The worker puts changes together some seconds after they were told.
  await expect(async () => {
    await page.goto('/changes')
    await expect(edit).toBeVisible({ timeout: 1_000 })
    await expect(rowOf(page, 'schedule 02:00 → 02:30')).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await expect(edit).toContainText('grace')
  await expect(edit).toContainText('no reason found')
  await expect(edit.getByRole('list', { name: 'Witnessed by' })).toContainText('Tool')

  await page.getByRole('link', { name: 'Unexplained', exact: true }).click()
  await expect(rowOf(page, 'schedule 02:00 → 02:30')).toContainText('nobody known')
  await expect(edit).toHaveCount(0)
  await page.goBack()

  await edit.getByRole('link', { name: 'schedule 03:00 → 02:00' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'schedule 03:00 → 02:00' })).toBeVisible()
  await expect(page.getByRole('row', { name: /triggers.*cron.*0 3 \* \* \*.*0 2 \* \* \*/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Before and after, side by side' })).toContainText(
    'cron: "0 2',
  )
  await page.getByRole('link', { name: 'Inline' }).click()
  await expect(page).toHaveURL(/look=inline/)

  await page.getByLabel('Words').fill('Trucks come at three now.')
  await page.getByRole('button', { name: 'Give the reason' }).click()
  await expect(page.getByText('The reason is kept with the change.')).toBeVisible()
  await page.goto('/changes')
  await expect(edit).toContainText('Trucks come at three now.')
})

test('what is chosen, typed and pressed at once is all kept', async ({ page }) => {
  await page.goto('/changes')
  await expect(rowOf(page, 'schedule 03:00 → 02:00')).toBeVisible()
  const words = page.getByLabel('Words')
  await whilePagesAreHeld(page, async () => {
    await page.getByLabel('Class').selectOption('schedule')
    await page.getByLabel('When').selectOption('24h')
    await words.pressSequentially('shelves')
    await page.getByRole('link', { name: 'Unexplained', exact: true }).click()
  })
  await expect
    .poll(() => Object.fromEntries(new URL(page.url()).searchParams))
    .toEqual({ class: 'schedule', range: '24h', q: 'shelves', view: 'unexplained' })
  await expect(rowOf(page, 'schedule 02:00 → 02:30')).toBeVisible()
  await expect(rowOf(page, 'schedule 03:00 → 02:00')).toHaveCount(0)
  await expect(words).toHaveValue('shelves')

  await page.goBack()
  await expect(rowOf(page, 'schedule 03:00 → 02:00')).toBeVisible()
  await expect(words).toHaveValue('')
})

test('words that are typed while a page comes stay', async ({ page }) => {
  await page.goto('/changes')
  const words = page.getByLabel('Words')
  await whilePagesAreHeld(page, async () => {
    await page.getByLabel('Class').selectOption('schedule')
    await words.pressSequentially('nothing is called so')
  })
  await expect(page).toHaveURL(/class=schedule/)
  await expect(rowOf(page, 'schedule 03:00 → 02:00')).toBeVisible()
  await expect(words).toHaveValue('nothing is called so')
  await words.press('Enter')
  await expect(page.getByText('No change matches')).toBeVisible()
  expect(page.url()).toContain('class=schedule')
})

test('changes of a page are put together by what they share, and the heading leads to all of it', async ({
  page,
}) => {
  await page.goto('/changes')
  await page.getByLabel('Group').selectOption('person')
  const headOf = (name: RegExp) => page.getByRole('row', { name })
  await expect(page).toHaveURL(/group=person/)
  await expect(headOf(/^Nobody known \d+ changes? on this page$/)).toBeVisible()
  const grace = headOf(/^grace \d+ changes? on this page$/)
  await expect(grace).toBeVisible()
  await page.getByLabel('Group').selectOption('flow')
  await expect(headOf(new RegExp(`^${FLOW} \\d+ changes? on this page$`))).toBeVisible()
  await page.getByLabel('Group').selectOption('person')
  await grace.getByRole('link', { name: 'grace' }).click()
  await expect(page).toHaveURL(/person=/)
  await expect(rowOf(page, 'schedule 03:00 → 02:00')).toBeVisible()
  await expect(rowOf(page, 'schedule 02:00 → 02:30')).toHaveCount(0)
})

test('on a phone a row is a card that says the same, and nothing scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/changes')
  const edit = rowOf(page, 'schedule 03:00 → 02:00')
  await expect(edit).toContainText('grace')
  await expect(edit.getByRole('list', { name: 'Witnessed by' })).toBeVisible()
  await expect(edit.getByRole('list', { name: 'The next executions' })).toBeVisible()
  await expect.poll(() => sidewaysPx(page, 'Changes')).toBe(0)
  await page.goto('/audit')
  await expect.poll(() => sidewaysPx(page, 'Entries')).toBe(0)
})

test('versions of a flow are chosen by the keyboard and compared, and lines show where they changed', async ({
  page,
}) => {
  await page.goto(`/flows?q=${FLOW}`)
  await page.getByRole('link', { name: FLOW }).first().click()
  await expect(page.getByText(/nobody knows by whom/)).toBeVisible()
  const lines = page.getByRole('list', { name: 'Changes of version' })
  await lines.getByRole('link', { name: 'v1 → v2, grace' }).focus()
  await expect(page.getByRole('status').filter({ hasText: 'schedule 03:00 → 02:00' })).toBeVisible()
  await page.getByRole('button', { name: 'View as table' }).click()
  await expect(page.getByRole('link', { name: 'v1 → v2, grace' })).toBeVisible()

  await page.getByRole('link', { name: 'Versions', exact: true }).click()
  const versions = page.getByRole('table', { name: 'Versions of the definition, newest first' })
  const second = versions
    .getByRole('row')
    .filter({ has: page.getByRole('radio', { name: 'Compare from version 2' }) })
  await expect(second).toContainText(/100 % → , with it 50 %/)
  await versions.getByRole('radio', { name: 'Compare from version 1' }).focus()
  await page.keyboard.press('Space')
  await versions.getByRole('radio', { name: 'Compare to version 3' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/[?&]from=1(&|$)/)
  const comparison = page.getByRole('region', { name: 'Version 1 against version 3' })
  await expect(comparison.getByRole('row', { name: /0 3 \* \* \*.*30 2 \* \* \*/ }).first()).toBeVisible()
  await comparison.getByRole('link', { name: 'Swap' }).click()
  await expect(page.getByRole('region', { name: 'Version 3 against version 1' })).toBeVisible()
  await page.getByRole('link', { name: 'Close' }).click()
  await expect(page.getByRole('region', { name: /against version/ })).toHaveCount(0)
})

test('drift is told by state, and says what is missing where nothing of Git is known', async ({ page }) => {
  await page.goto('/changes')
  await page.getByRole('link', { name: 'Drift', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Drift' })).toBeVisible()
  await page.getByRole('link', { name: /^Unknown/ }).click()
  await expect(page).toHaveURL(/state=unknown/)
  await page.getByLabel('Words').fill(FLOW)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/q=restock_shelves/)
  const row = page.getByRole('row', { name: new RegExp(FLOW) })
  await expect(row).toContainText('No repository is bound to the source.')
  await expect(row).toContainText('revision 3')
  await page.getByLabel('Words').fill('no such flow')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'No flow matches' })).toBeVisible()
})

const rowOf = (page: Page, summary: string) =>
  page.getByRole('region', { name: 'Changes' }).getByRole('row').filter({ hasText: summary })

/** How much wider than its room the list is. */
const sidewaysPx = (page: Page, list: string): Promise<number> =>
  page
    .getByRole('region', { name: list })
    .first()
    .evaluate((box) => box.scrollWidth - box.clientWidth)
