import { expect, type Page } from '@playwright/test'

/** Where a person begins; everything else is reached by links. */
const STARTS = ['/', '/executions', '/flows', '/traces', '/sources', '/settings']

const PAGES_MAX = 60

/** One address of each kind of page, found by following the links of the console. */
export async function everyPage(page: Page): Promise<string[]> {
  const found = new Map<string, string>()
  const waiting = [...STARTS]
  for (let path = waiting.shift(); path !== undefined && found.size < PAGES_MAX; path = waiting.shift()) {
    if (found.has(shapeOf(path))) continue
    found.set(shapeOf(path), path)
    await open(page, path)
    const hrefs = await page
      .locator('a[href^="/"]:not([download])')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    waiting.push(...hrefs.filter((href) => !isFile(href) && !found.has(shapeOf(href))))
  }
  return [...found.values()]
}

/** Opens a page and waits until all of it is there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading').first()).toBeVisible()
  // What needs a question to the database comes after the page.
  await expect(page).toHaveTitle(/./)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Ids, tools and what is asked for tell no kinds of pages apart, tabs do. */
function shapeOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://console')
  const shape = pathname
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, ':id')
    .replace(/(?<=\/guides\/).+/, ':tool')
    .replace(/(?<=\/audit\/)\d+/, ':seq')
  return `${shape}?${searchParams.get('tab') ?? ''}${searchParams.get('view') ?? ''}`
}

const isFile = (href: string): boolean => /\/export\b|\/api\/|\/download|\.json$/.test(href)
