import { expect, test } from '@playwright/test'
import { TemporaryRepository } from '../lib/git/testing/temporary-repository'
import { createSource } from './support/create-source'

const flow = (id: string): string =>
  `id: ${id}\nnamespace: shop\ntasks:\n  - id: one\n    type: io.kestra.Log\n`

test.setTimeout(180_000)

test('a repository is added, rules show what they come to, and commits arrive', async ({ page }) => {
  const repository = new TemporaryRepository()
  try {
    repository.commit('Add flows', {
      'flows/load.yml': flow('load'),
      'flows/report.yml': flow('report'),
      'README.md': '# Flows',
      CODEOWNERS: '* @octo/data\n',
    })
    await page.goto('/sources/new?tool=kestra')
    await createSource(page, 'Kestra of the shop')

    await page.goto('/settings/repositories')
    await expect(page.getByRole('heading', { name: 'No repository yet' })).toBeVisible()
    await page.getByRole('button', { name: 'New repository' }).click()
    await page.getByLabel('Address').fill('ext::sh -c whoami')
    await page.getByRole('button', { name: 'Add repository' }).click()
    await expect(page.getByText(/Give the address as https/).first()).toBeVisible()
    await page.getByLabel('Address').fill(repository.url)
    await page.getByRole('button', { name: 'Add repository' }).click()

    await expect(page.getByRole('heading', { name: /file:.*\/work/ })).toBeVisible()
    await expect(page.getByText(repository.head().slice(0, 8)).first()).toBeVisible()
    await page.getByLabel('Flows of').selectOption({ label: 'Kestra of the shop' })
    await page.getByRole('button', { name: 'Add 2 rules as usual' }).click()
    const outcome = page.getByRole('region', { name: 'What the rules come to' })
    await expect(outcome.getByRole('row', { name: /flows\/load\.yml .*shop · load/ })).toBeVisible()
    await expect(outcome.getByText('2 of 4 files')).toBeVisible()
    await outcome.getByText('Files that no rule fits (2)').click()
    await expect(outcome.getByText('README.md')).toBeVisible()
    await page.getByRole('button', { name: 'Save rules' }).click()
    await expect(page.getByText('Rules saved.', { exact: false })).toBeVisible()
    const files = page.getByText('Files that define flows', { exact: true }).locator('xpath=..')
    await expect(files).toContainText('2')

    const second = repository.commit('Add another', { 'flows/pay.yml': flow('pay') }, 'grace')
    await expect(async () => {
      await page.reload()
      await expect(page.getByText(second.slice(0, 8)).first()).toBeVisible({ timeout: 2_000 })
      // Commits come before the files of the newest one.
      await expect(files).toContainText('3', { timeout: 2_000 })
    }).toPass({ timeout: 90_000 })
    await page.goto('/flows')
    await expect(page.getByRole('link', { name: 'pay', exact: true }).first()).toBeVisible()
  } finally {
    repository.remove()
  }
})
