import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

export type Barrier = { theme: 'light' | 'dark'; rule: string; isSerious: boolean; where: string }

/** The themes differ in colours and nothing else (app/globals.css), so that only these need a second look. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** Rows of one make are looked at as often as that; the hundredth of a list has no barrier that these have not. */
const OF_ONE_MAKE = 3

/** What axe finds on the page as it stands, in both themes. */
export async function barriersOf(page: Page): Promise<Barrier[]> {
  await markRepeats(page)
  const barriers: Barrier[] = []
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page })
      .options({
        // Telling of all that is well takes longer than finding out.
        resultTypes: ['violations'],
        ...(theme === 'dark' ? { runOnly: { type: 'rule', values: OF_COLOURS } } : {}),
      })
      .exclude('[data-repeats]')
      // No page has frames of another origin, for which axe would put the results together in a window of its own.
      .setLegacyMode()
      .analyze()
    for (const { id, impact, nodes } of violations) {
      const isSerious = impact === 'serious' || impact === 'critical'
      const where = nodes.map((node) => node.html.slice(0, 200)).join(' ')
      barriers.push({ theme, rule: id, isSerious, where })
    }
  }
  return barriers
}

/** Marks rows and items that are made as others before them: the same elements, looks, roles and names of attributes. */
const markRepeats = (page: Page): Promise<void> =>
  page.evaluate((most) => {
    const told = [
      'class',
      'style',
      'role',
      'type',
      'data-state',
      'aria-current',
      'aria-selected',
      'aria-hidden',
    ]
    const attributesOf = (element: Element) =>
      [...element.attributes].map(({ name, value }) =>
        told.includes(name) ? `${name}=${value}` : `${name}${value.trim() === '' ? '' : '='}`,
      )
    const hasText = (element: Element) => [...element.childNodes].some((node) => isText(node))
    const isText = (node: Node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== ''
    const makeOf = (row: Element) =>
      [row, ...row.querySelectorAll('*')]
        .map((each) => [each.tagName, ...attributesOf(each), hasText(each)].join(' '))
        .join('\n')
    const seen = new Map<string, number>()
    for (const row of document.querySelectorAll(
      'tr, li, option, [role=row], [role=listitem], [role=option]',
    )) {
      if (row.closest('[data-repeats]') !== null) continue
      const make = makeOf(row)
      const before = seen.get(make) ?? 0
      seen.set(make, before + 1)
      if (before >= most) row.setAttribute('data-repeats', '')
    }
  }, OF_ONE_MAKE)
