import type { Locator, Page } from '@playwright/test'

/** Links in the rows of the list on the page, by what they say; facets beside it may say the same. */
export const listed = (page: Page, name: RegExp): Locator =>
  page.getByRole('table').getByRole('link', { name })
