import type { Page, Route } from '@playwright/test'

const ofNext = (url: URL): boolean => url.searchParams.has('_rsc')

/** Does something while no page that is asked for comes, as on a slow line; then all of them come. */
export async function whilePagesAreHeld(page: Page, act: () => Promise<void>): Promise<void> {
  const held: Route[] = []
  await page.route(ofNext, (route) => void held.push(route))
  await act()
  // What was called off meanwhile can be let go no more.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await Promise.allSettled(held.map((route) => route.continue()))
}
