import { expect, type Page } from '@playwright/test'

/**
 * Gives the new source its name and creates it; resolves on its own page. What is typed before the page has come alive is
 * lost, so the name is given again until the source is there.
 */
export async function createSource(page: Page, name: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Name', exact: true })
  await expect(async () => {
    await field.fill(name)
    await page.getByRole('button', { name: 'Create source' }).click()
    await expect(field).not.toHaveAttribute('aria-invalid', 'true', { timeout: 500 })
    await page.waitForURL(/\/sources\/[0-9a-f-]{36}/, { timeout: 20_000 })
  }).toPass({ timeout: 45_000 })
}
