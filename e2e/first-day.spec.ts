import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { facts, OWNER, remember, SESSION_FILE } from './support/installation'

test('a new user gets from the set-up link to the step that failed', async ({ page }) => {
  await page.goto(facts().setUpLink)
  await page.getByRole('textbox', { name: 'Organization' }).fill('Acme')
  await page.getByLabel('First team').fill('Data Platform')
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
  await page.getByLabel('Name of the source').fill('Nightly jobs')
  await page.getByRole('button', { name: /set up/i }).click()

  await expect(page.getByRole('heading', { name: 'Connect Nightly jobs' })).toBeVisible()
  await expect(page.getByText('Waiting for the first event')).toBeVisible()
  const token = await page.getByRole('region', { name: 'ingest token' }).innerText()
  expect(token).toMatch(/^rl_ing_/)

  const shell = await page.getByRole('region', { name: 'shell commands' }).innerText()
  expect(execFileSync('bash', ['-c', shell], { encoding: 'utf8' })).toBe('{}')

  await expect(page.getByText('It arrived and became an execution')).toBeVisible()
  await page.getByRole('link', { name: 'See why it failed' }).click()
  await expect(page.getByRole('heading', { name: 'nightly-report' })).toBeVisible()
  const broke = page.getByRole('region', { name: 'Where it broke' })
  await expect(broke).toContainText('load')
  await expect(broke).toContainText('duplicate key 4711')

  remember({ token: token.trim() })
  await page.context().storageState({ path: SESSION_FILE })
})

test('the set-up link works once', async ({ page }) => {
  await page.goto(facts().setUpLink)
  await expect(page.getByRole('textbox', { name: 'Organization' })).toHaveCount(0)
})
