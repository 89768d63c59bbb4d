import { expect, type Page, test } from '@playwright/test'
import { hostileIds, PAYLOADS, sendHostile } from './support/hostile'
import { CONSOLE_URL, facts } from './support/installation'

test.describe.configure({ mode: 'serial' })

const ids = hostileIds(Date.now())

test.beforeAll(() => sendHostile(facts().token ?? '', ids))

/** Everything that a payload which came alive would do. */
function watch(page: Page): string[] {
  const seen: string[] = []
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => seen.push(`popup: ${popup.url()}`))
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(CONSOLE_URL).host)
      seen.push(`request: ${request.url()}`)
  })
  page.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) seen.push(`policy: ${message.text()}`)
  })
  return seen
}

/** What became of the markup on the page as it stands: nothing of ours has handlers, frames or foreign addresses. */
const alive = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${element.tagName} ${name}`)
        const leads = ['href', 'src', 'action', 'formaction', 'data', 'srcdoc', 'xlink:href'].includes(name)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what browsers skip before a scheme
        if (leads && /^[\s\u0000-\u001f]*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data):/i.test(value))
          found.push(`${element.tagName} ${name}=${value.slice(0, 40)}`)
      }
    }
    const strangers =
      'iframe,object,embed,base,math,video,meta[http-equiv=refresh i],link[href*="evil.example"]'
    for (const element of document.querySelectorAll(strangers)) found.push(element.outerHTML.slice(0, 80))
    return found
  })

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  expect(await alive(page), path).toEqual([])
}

/** Ids of the executions that the payloads became, by the list itself. */
async function executionPaths(page: Page): Promise<string[]> {
  await visit(page, '/executions?range=1h')
  const links = page.getByRole('table').first().locator('a[href^="/executions/"]')
  await expect(links.first()).toBeVisible()
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  return [...new Set(hrefs.map((href) => href.split('?')[0] ?? ''))].filter(
    (href) => !href.endsWith('/compare'),
  )
}

test(`${PAYLOADS.length} payloads in every field stay text on the lists`, async ({ page }) => {
  test.setTimeout(180_000)
  const seen = watch(page)
  for (const path of [
    '/',
    '/executions',
    '/executions?q=state:failed',
    '/flows',
    '/traces',
    '/sources',
    '/settings',
  ])
    await visit(page, path)
  // As values of the filter they come back in the bar and in the facets.
  for (const payload of PAYLOADS.filter((_, n) => n % 5 === 0)) {
    await visit(page, `/executions?q=${encodeURIComponent(payload)}`)
    await visit(page, `/traces?q=${encodeURIComponent(payload)}`)
    await visit(page, `/flows?q=${encodeURIComponent(payload)}`)
  }
  expect(seen).toEqual([])
})

test('and on the pages of each execution', async ({ page }) => {
  test.setTimeout(300_000)
  const seen = watch(page)
  const paths = await executionPaths(page)
  expect(paths.length).toBeGreaterThanOrEqual(PAYLOADS.length)
  for (const path of paths.slice(0, PAYLOADS.length)) await visit(page, path)
  for (const path of paths.slice(0, 8))
    for (const tab of ['tasks', 'logs', 'attributes', 'history', 'waterfall'])
      await visit(page, `${path}?tab=${tab}`)
  expect(seen).toEqual([])
})

test('and on the pages of their flows and traces', async ({ page }) => {
  test.setTimeout(300_000)
  const seen = watch(page)
  for (const n of PAYLOADS.keys()) await visit(page, `/traces/${ids.traceIdOf(n)}`)
  await visit(page, '/flows')
  const flows = await page
    .getByRole('table')
    .first()
    .locator('a[href^="/flows/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  for (const path of [...new Set(flows)].slice(0, PAYLOADS.length)) await visit(page, path)
  expect(seen).toEqual([])
})

test('links that lead away are only web addresses, and say no more than where they are clicked from', async ({
  page,
}) => {
  const [path = '/missing'] = await executionPaths(page)
  await visit(page, `${path}?tab=attributes`)
  const links = await page
    .locator('main a[href]')
    .evaluateAll((all) =>
      all.map((link) => [link.getAttribute('href') ?? '', link.getAttribute('rel') ?? '']),
    )
  for (const [href = '', rel = ''] of links) {
    if (href.startsWith('/') && !href.startsWith('//')) continue
    expect(href).toMatch(/^(https?:\/\/|#|\?)/)
    if (/^https?:/.test(href)) expect(rel).toContain('noreferrer')
  }
})

test('what is exported is text for a spreadsheet as well', async ({ page }) => {
  const answer = await page.request.get('/executions/export?format=csv&range=1h')
  expect(answer.status()).toBe(200)
  const cells = (await answer.text())
    .split(/\r?\n/)
    .flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
  expect(cells.filter((cell) => /^"?[=+@\t]/.test(cell))).toEqual([])
  expect(answer.headers()['content-disposition']).toMatch(/^attachment/)
})
