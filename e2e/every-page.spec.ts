import { expect, test } from '@playwright/test'
import { barriersOf } from './support/barriers'
import { onEveryPage } from './support/every-page'
import { facts } from './support/installation'
import { failingOrders, send, succeedingReport } from './support/send'

test.beforeAll(() =>
  send(facts().token ?? '', (tracer) => {
    for (let n = 3; n > 0; n--) {
      failingOrders(tracer, Date.now() - n * 120_000)
      succeedingReport(tracer, Date.now() - n * 120_000)
    }
  }),
)

test('no page that a link leads to has a serious barrier in either theme', async ({ page }) => {
  test.setTimeout(600_000)
  const barriers: string[] = []
  const kinds = await onEveryPage(page, async (path) => {
    const found = await barriersOf(page)
    const serious = found.filter(({ isSerious }) => isSerious)
    barriers.push(...serious.map(({ theme, rule, where }) => `${theme} ${path} ${rule}: ${where}`))
  })
  expect(barriers).toEqual([])
  // Whatever a link leads to is found; without these it would not have gone far.
  const known = ['/executions/:id', '/flows/:id', '/traces/:id', '/sources/:id', '/settings/members']
  expect(kinds).toEqual(expect.arrayContaining(known))
})
