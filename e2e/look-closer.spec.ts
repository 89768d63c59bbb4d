import { randomBytes } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { facts, OTLP_URL } from './support/installation'
import { listed } from './support/list'
import { send, span } from './support/send'

const SECOND = 1000

/** A flow for each time that this is tried: the executions of a time before would count as well. */
const FLOW = `weekly_close_${randomBytes(3).toString('hex')}`
const OF_FLOW = new RegExp(FLOW)

/** Six executions of one flow, minutes apart; the last takes far longer in one of its steps. */
test.beforeAll(async () => {
  const now = Date.now()
  for (let back = 5; back >= 0; back--) {
    const start = now - (back + 2) * 120 * SECOND
    const closeMs = back === 0 ? 60 * SECOND : 8 * SECOND
    let trace = ''
    await send(
      facts().token ?? '',
      (tracer) => {
        const flow = span(tracer, FLOW, { fromMs: start, toMs: start + 4 * SECOND + closeMs })
        trace = flow.spanContext().traceId
        span(tracer, 'open_books', { parent: flow, fromMs: start, toMs: start + 3 * SECOND })
        span(tracer, 'close_books', {
          parent: flow,
          fromMs: start + 3 * SECOND,
          toMs: start + 3 * SECOND + closeMs,
        })
      },
      'closing',
    )
    const lines = [`opened ${back + 40} books`, ...(back === 0 ? ['the ledger is out of balance'] : [])]
    await sendLines(trace, start, lines)
  }
})

test('what took longer than its flow usually does is found by the filter, and autocomplete knows it', async ({
  page,
}) => {
  // What is usual is worked out by the worker, some seconds after the executions came.
  await expect(async () => {
    await page.goto(`/executions?q=flow:${FLOW}+duration:%3Eusual`)
    await expect(listed(page, OF_FLOW)).toHaveCount(1, { timeout: 1000 })
  }).toPass({ timeout: 90_000 })

  await page.goto(`/executions?q=flow:${FLOW}`)
  await expect(listed(page, OF_FLOW)).toHaveCount(6)
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: 'Filter' })).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type('duration:')
  await page.getByRole('option', { name: />usual/ }).click()
  await expect(listed(page, OF_FLOW)).toHaveCount(1)
})

test('dragging over bars narrows the time, and zooming out goes back to where one was', async ({ page }) => {
  await page.goto(`/executions?range=1h&q=flow:${FLOW}`)
  const bars = page.getByRole('button', { name: 'Choose a stretch of time' })
  const box = await bars.boundingBox()
  if (!box) throw new Error('the bars are not drawn')
  const y = box.y + box.height / 2
  // What is dragged before the page is alive is nobody's.
  await expect(async () => {
    await page.mouse.move(box.x + box.width * 0.1, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.4, y, { steps: 5 })
    await page.mouse.up()
    await expect(page).toHaveURL(/range=\d+-\d+&wider=1h/, { timeout: 5_000 })
  }).toPass()
  await expect(page.getByText(/No execution/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Zoom out' }).click()
  await expect(page).toHaveURL(/range=1h/)
  await expect(listed(page, OF_FLOW)).toHaveCount(6)
})

test('the keyboard alone narrows the time, and Escape goes back', async ({ page }) => {
  await page.goto('/executions?range=1h')
  await page.getByRole('button', { name: 'Choose a stretch of time' }).focus()
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/wider=1h/)
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/range=1h/)
})

test('the waterfall marks where each step usually ends', async ({ page }) => {
  await openNewest(page)
  const tick = page.getByRole('img', { name: /Usually 8/ })
  await expect(tick).toBeVisible()
  await page.getByRole('button', { name: 'Usual ends' }).click()
  await expect(tick).toHaveCount(0)
})

test('of a log only what the last good execution did not say can be shown', async ({ page }) => {
  await openNewest(page)
  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  await expect(page.getByText('opened 40 books')).toBeVisible()
  await expect(page.getByText('the ledger is out of balance')).toBeVisible()
  await page.getByRole('button', { name: 'Only new lines' }).click()
  await expect(page.getByText('opened 40 books')).toHaveCount(0)
  await expect(page.getByText('the ledger is out of balance')).toBeVisible()
})

async function openNewest(page: Page): Promise<void> {
  await page.goto(`/executions?q=flow:${FLOW}`)
  const newest = await listed(page, OF_FLOW).first().getAttribute('href')
  await page.goto(newest ?? '')
  await expect(page.getByRole('heading', { name: OF_FLOW })).toBeVisible()
}

/** Log records of a trace, as OTLP/JSON. */
async function sendLines(traceId: string, atMs: number, lines: string[]): Promise<void> {
  const attributes = [{ key: 'service.name', value: { stringValue: 'closing' } }]
  const logRecords = lines.map((line, n) => ({
    timeUnixNano: `${atMs + n}000000`,
    severityNumber: 9,
    body: { stringValue: line },
    traceId,
  }))
  const response = await fetch(`${OTLP_URL}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${facts().token ?? ''}` },
    body: JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] }),
  })
  expect(response.status).toBe(200)
}
