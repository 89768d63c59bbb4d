import type { Page } from '@playwright/test'

/** Gives the new source its name, which no other source may have, and creates it; resolves on its own page. */
export async function createSource(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByRole('button', { name: 'Create source' }).click()
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/)
}
