import { expect, type Page, test } from '@playwright/test'
import { createSource } from './support/create-source'
import { personOfEmptyTeam } from './support/database'
import { tellAsKestra } from './support/kestra'

const HOUR_MS = 3_600_000
const TEAM = 'Bakery'
const SUMMARY = 'schedule 05:00 → 04:00'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

let changePath: string

const rail = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).first()
const rowOf = (page: Page, summary: string) =>
  page.getByRole('region', { name: 'Changes' }).getByRole('row').filter({ hasText: summary })

test('who made a change is asked for the reason, sees it wherever they are, and answers who asked', async ({
  page,
  browser,
}) => {
  const baker = await personOfEmptyTeam('operator', TEAM)
  await page.goto('/sources/new?tool=kestra')
  await page.getByRole('combobox', { name: 'Team' }).selectOption(TEAM)
  await createSource(page, 'Kestra of the bakery')
  const sourceId = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? ''
  const now = Date.now()
  // In the tool they go by the name before the @, with the address that they have here.
  await tellAsKestra(sourceId, {
    flow: 'bake_bread',
    revisions: [
      { atMs: now - 3 * HOUR_MS, cron: '0 5 * * *', by: null, executions: ['SUCCESS'] },
      {
        atMs: now - 2 * HOUR_MS,
        cron: '0 4 * * *',
        by: baker.email.split('@')[0] ?? '',
        executions: ['SUCCESS'],
      },
    ],
  })
  const row = rowOf(page, SUMMARY)
  await expect(async () => {
    await page.goto('/changes')
    await expect(row).toContainText('Grace New', { timeout: 1_000 })
  }).toPass({ timeout: 60_000 })

  // The baker looks at their executions, and at no change.
  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const own = await elsewhere.newPage()
  await own.goto('/sign-in?returnTo=%2Fexecutions')
  await own.getByLabel('E-mail').fill(baker.email)
  await own.getByLabel('Password', { exact: true }).fill(baker.password)
  await own.getByRole('button', { name: /sign in/i }).click()
  await expect(own).toHaveURL(/\/executions/)
  await expect(rail(own).getByRole('link', { name: 'Changes', exact: true })).toBeVisible()

  await row.getByRole('link', { name: SUMMARY }).click()
  await page.getByLabel('Words').fill('Why so early?')
  await page.getByRole('button', { name: 'Ask for the reason' }).click()
  await expect(page.getByText(/Asked for the reason by Ada Owner .*, of Grace New\./)).toBeVisible()
  changePath = new URL(page.url()).pathname
  // On the page itself they would see the answer come.
  await page.goto('/executions')

  // The mark comes to the page that is open already.
  const marked = rail(own).getByRole('link', { name: /^Changes.*1 waits for your reason/ })
  await expect(marked).toBeVisible()
  await own.goto('/')
  await own.getByRole('link', { name: '1 change waits for your reason' }).click()
  await expect(own).toHaveURL(/view=asked_of_me/)
  await rowOf(own, SUMMARY).getByRole('link', { name: SUMMARY }).click()
  await expect(own.getByText(/You are asked/)).toBeVisible()
  await own.getByLabel('Words').fill('The oven is slow on cold days.')
  await own.getByRole('button', { name: 'Give the reason' }).click()
  await expect(own.getByText('The reason is kept with the change.')).toBeVisible()
  await expect(own.getByText(/You are asked/)).toHaveCount(0)
  await expect(marked).toHaveCount(0)
  await elsewhere.close()

  await page.goto('/')
  await page.getByRole('link', { name: 'Your question was answered' }).click()
  await expect(page).toHaveURL(/view=i_asked/)
  await expect(rowOf(page, SUMMARY)).toContainText('The oven is slow on cold days.')
  await rowOf(page, SUMMARY).getByRole('link', { name: SUMMARY }).click()
  await expect(page.getByText('Your question was answered since you last looked.')).toBeVisible()
  await expect(async () => {
    await page.goto('/')
    await expect(page.getByRole('region', { name: 'Recent changes' })).toContainText(SUMMARY)
    await expect(page.getByRole('link', { name: 'Your question was answered' })).toHaveCount(0)
  }).toPass()
})

test('what was changed while the team was not at work is said by the clocks of the team', async ({
  page,
}) => {
  await page.goto('/settings/teams')
  await page.getByRole('button', { name: `Hours of ${TEAM}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Time zone' }).selectOption('Europe/Paris')
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await dialog.getByRole('checkbox', { name: day }).uncheck()
  await dialog.getByRole('textbox', { name: /Holidays/ }).fill('2026-02-30 Never')
  await dialog.getByRole('button', { name: 'Save hours' }).click()
  await expect(dialog.getByText('Give each date like 2026-12-25.')).toBeVisible()
  await dialog.getByRole('textbox', { name: /Holidays/ }).fill('2026-12-25 Christmas')
  await dialog.getByRole('button', { name: 'Save hours' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('row', { name: new RegExp(TEAM) })).toContainText(
    'No day, 08:00 to 19:00, Europe/Paris, 1 holiday',
  )

  await page.goto(changePath)
  await expect(page.getByText(`in Europe/Paris, outside ${TEAM}’s hours`)).toBeVisible()
  await page.goto('/changes?view=outside_hours&range=all')
  await expect(rowOf(page, SUMMARY)).toBeVisible()

  await page.goto('/settings/teams')
  await page.getByRole('button', { name: `Hours of ${TEAM}` }).click()
  await dialog.getByRole('button', { name: 'Use those' }).click()
  await expect(page.getByRole('row', { name: new RegExp(TEAM) })).toContainText('as all: Mon to Fri')
})
