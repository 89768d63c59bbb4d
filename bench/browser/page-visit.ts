import { gzipSync } from 'node:zlib'
import type { Browser, Page } from '@playwright/test'
import type { Console } from '../read/console'

export type Visit = {
  /** Milliseconds from asking for the page until what it is about was there. */
  openMs: number
  lcpMs: number
  cls: number
  /** All scripts that the page fetched until it was still. */
  scriptKb: number
}

/** Gives each visit a browser that has never been there, signed in. */
export async function freshPage(browser: Browser, { url, cookie }: Console): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } })
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
    }),
  )
  const page = await context.newPage()
  await page.addInitScript(observe)
  return page
}

/** Opens the page and waits for what it is about; `ready` is a selector of that. */
export async function visit(page: Page, path: string, ready: string): Promise<Visit> {
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' && response.ok())
      scripts.push(response.body().then((body) => gzipSync(body).length))
  })
  const began = performance.now()
  await page.goto(path, { waitUntil: 'commit' })
  await page.locator(ready).first().waitFor({ state: 'visible', timeout: 60_000 })
  const openMs = performance.now() - began
  await page.waitForLoadState('networkidle').catch(ignoreLiveConnection)
  const { lcpMs, cls } = await page.evaluate(() => ({
    lcpMs: window.benchLcpMs ?? 0,
    cls: window.benchCls ?? 0,
  }))
  const sizes = await Promise.all(scripts)
  return { openMs, lcpMs, cls, scriptKb: sizes.reduce((sum, size) => sum + size, 0) / 1024 }
}

/** Pages that listen for news keep a connection open; what they loaded is loaded all the same. */
const ignoreLiveConnection = (): void => undefined

declare global {
  interface Window {
    benchLcpMs?: number
    benchCls?: number
    benchFrames?: number[]
  }
}

function observe(): void {
  new PerformanceObserver((list) => {
    window.benchLcpMs = list.getEntries().at(-1)?.startTime ?? 0
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
      if (!shift.hadRecentInput) window.benchCls = (window.benchCls ?? 0) + shift.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** As text: what makes TypeScript run here gives functions names by a helper that the page does not have. */
const RECORD_FRAMES = `{
  const frames = (window.benchFrames = [])
  let last = performance.now()
  requestAnimationFrame(function next(at) {
    frames.push(at - last)
    last = at
    requestAnimationFrame(next)
  })
}`

/** Scrolls by the wheel over the middle of the element and returns how long each frame took, in ms. */
export async function scrollFrames(page: Page, selector: string, wheels = 120): Promise<number[]> {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not to be seen`)
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 300))
  await page.evaluate(RECORD_FRAMES)
  for (let n = 0; n < wheels; n++) await page.mouse.wheel(0, n % 4 === 3 ? -400 : 900)
  // The first frames were begun before the first wheel.
  return (await page.evaluate(() => window.benchFrames ?? [])).slice(2)
}
