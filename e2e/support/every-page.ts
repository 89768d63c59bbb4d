import { expect, type Page } from '@playwright/test'

/** Where a person begins; everything else is reached by links. */
const STARTS = ['/', '/executions', '/flows', '/traces', '/sources', '/settings']

/** More kinds than the console has: to find as many, addresses of one kind have to be taken for several. */
const KINDS_MAX = 150

/** Has a look at one page of each kind that is found by following the links of the console; returns the kinds. */
export async function onEveryPage(page: Page, look: (path: string) => Promise<void>): Promise<string[]> {
  const kinds = new Set<string>()
  const waiting = [...STARTS]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path)
    if (kinds.has(kind)) continue
    kinds.add(kind)
    if (kinds.size > KINDS_MAX) throw new Error(`Which of these are one kind? ${[...kinds].join(' ')}`)
    await open(page, path)
    const hrefs = await page
      .locator('a[href^="/"]:not([download])')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    waiting.push(...hrefs.filter((href) => !isFile(href)))
    await look(path)
  }
  return [...kinds]
}

/** Opens a page and waits until all of it is there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading').first()).toBeVisible()
  // What needs a question to the database comes after the page.
  await expect(page).toHaveTitle(/./)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Ids, tools and what is asked for tell no kinds of pages apart, tabs do, and what executions are drawn as. */
function kindOf(href: string): string {
  const { pathname, searchParams } = new URL(href, 'http://console')
  const shape = pathname
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/g, ':id')
    .replace(/(?<=\/guides\/).+/, ':tool')
    .replace(/(?<=\/audit\/)\d+/, ':seq')
  const view = shape === '/changes' ? null : searchParams.get('view')
  const seen = [searchParams.get('tab'), view].filter((each) => each !== null)
  return [shape, ...seen].join(' ')
}

const isFile = (href: string): boolean => /\/export\b|\/api\/|\/download|\.json$/.test(href)
