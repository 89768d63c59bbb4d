import { expect, type Page, test } from '@playwright/test'
import { createSource } from './support/create-source'
import { pageOfRun, sendAsGithub, workflowRun } from './support/github'

const textOf = async (page: Page, region: string): Promise<string> =>
  (await page.getByRole('region', { name: region }).innerText()).trim()

test('GitHub is connected by its guide, and what it sends becomes executions that know each other', async ({
  page,
}) => {
  await page.goto('/sources/new')
  await page.getByRole('searchbox', { name: 'Find a tool' }).fill('github')
  await expect(page.getByRole('radio', { name: 'Jenkins' })).toBeHidden()
  await page.getByRole('radio', { name: 'GitHub Actions' }).check()
  await createSource(page, 'Repositories')

  await expect(page.getByRole('heading', { name: 'Connect Repositories' })).toBeVisible()
  const hook = {
    address: await textOf(page, 'webhook address'),
    secret: await textOf(page, 'webhook secret'),
  }
  expect(hook.secret).toMatch(/^[0-9a-f]{64}$/)
  const command = await textOf(page, 'One repository')
  expect(command).toContain(`config[url]=${hook.address}`)
  expect(command).toContain(`config[secret]=${hook.secret}`)

  // Who does not know the secret is not the tool.
  const forged = { ...hook, secret: 'guessed' }
  expect(
    await sendAsGithub(forged, 'workflow_run', workflowRun({ id: 1, title: 'No', state: 'requested' })),
  ).toBe(401)
  await expect(page.getByText('Something arrived, but was rejected')).toBeVisible()

  const build = { id: 4711, title: 'Ship the report', state: 'completed', conclusion: 'success' } as const
  expect(await sendAsGithub(hook, 'workflow_run', workflowRun(build))).toBe(200)
  await expect(page.getByText('It arrived and became an execution')).toBeVisible()
  await expect(page.getByRole('link', { name: 'workflow_run.completed' })).toBeVisible()

  const title = `Load, started by ${pageOfRun(4711)}`
  const load = { id: 4712, title, state: 'completed', conclusion: 'failure' } as const
  expect(await sendAsGithub(hook, 'workflow_run', workflowRun(load))).toBe(200)
  expect(await sendAsGithub(hook, 'star', JSON.stringify({ action: 'created' }))).toBe(200)

  // The secret is shown once.
  await page.getByRole('button', { name: 'The tool has it, hide it' }).click()
  await expect(page.getByRole('region', { name: 'webhook secret' })).toHaveCount(0)
  expect(await page.content()).not.toContain(hook.secret)

  await page.getByRole('link', { name: 'Source page' }).click()
  await expect(page.getByText('secret set')).toBeVisible()
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  const events = page.getByRole('region', { name: 'Events' })
  await expect(events.getByRole('link', { name: /workflow_run|star/ })).toHaveCount(3)

  // What comes while one looks is counted, and shown when asked for.
  expect(await sendAsGithub(hook, 'ping', JSON.stringify({ zen: 'Keep it logically awesome.' }))).toBe(200)
  await page.getByRole('button', { name: '1 new · show' }).click()
  await expect(events.getByRole('link', { name: 'ping' })).toBeVisible()

  await page.getByRole('combobox', { name: 'Verdict' }).selectOption('told')
  await expect(page).toHaveURL(/verdict=told/)
  await expect(events.getByRole('link', { name: 'ping' })).toHaveCount(0)
  await events.getByRole('link', { name: 'workflow_run.completed' }).first().click()
  await expect(page.getByRole('region', { name: 'event' })).toContainText('"display_title"')

  await page.getByRole('button', { name: 'Replay' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('nothing would change')
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await expect(dialog).toContainText('Read 1 event again')
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  await page.getByRole('main').getByRole('link', { name: 'Deploy' }).click()
  const chain = page.getByRole('region', { name: 'Connected executions' })
  await expect(chain.getByRole('listitem')).toHaveCount(2)
  await chain.getByText('Why these belong together').click()
  await expect(chain.getByRole('row').nth(1)).toContainText(/Deploy .* Deploy/)
  await page.getByRole('link', { name: 'History' }).click()
  await expect(page.getByText('Events of GitHub Actions')).toBeVisible()
  await expect(page.getByRole('link', { name: 'workflow_run.completed' })).toBeVisible()
})

test('an inbox in which nothing matches says so, and shows the way back', async ({ page }) => {
  await page.goto('/sources/events?type=no.such.type&verdict=failed')
  await expect(page.getByRole('heading', { name: 'No event matches' })).toBeVisible()
  await page.getByRole('link', { name: 'Show all of them' }).click()
  await expect(page).toHaveURL(/\/sources\/events$/)
})

test('what a tool’s API is asked with is set once and never shown', async ({ page }) => {
  await page.goto('/sources/new?tool=hightouch')
  await createSource(page, 'Syncs by Hightouch')
  const form = page.getByRole('form', { name: 'Asking the API' })
  await form.getByLabel('Base address').fill('https://api.hightouch.invalid')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('API key is missing.')).toBeVisible()
  await form.getByLabel('API key').fill('a-secret-of-hightouch')
  await form.getByRole('checkbox', { name: 'Ask it' }).uncheck()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('These are set.')).toBeVisible()
  await page.reload()
  await expect(form.getByText('These are set.')).toBeVisible()
  expect(await page.content()).not.toContain('a-secret-of-hightouch')
  await form.getByLabel('Base address').fill('https://elsewhere.invalid')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Give the credentials again: this is another host.')).toBeVisible()
})
