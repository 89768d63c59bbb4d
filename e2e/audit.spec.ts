import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { personOfEmptyTeam, signAuditLog, whileTampered } from './support/database'

/** Who may only look at what was done. */
async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: /sign in/i }).click()
}

const verify = (pack: string) =>
  spawnSync(process.execPath, ['bin/runledger', 'verify', pack], { encoding: 'utf8' })

test('what an admin did is found by an auditor, who takes the proof along', async ({
  page,
  browser,
}, info) => {
  const auditor = await personOfEmptyTeam('auditor', 'Watched')
  await page.goto('/settings/teams')
  await page.getByRole('button', { name: 'Rename Watched' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Watched Well')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename team' }).click()
  await expect(page.getByRole('rowheader', { name: 'Watched Well' })).toBeVisible()
  await signAuditLog()

  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const own = await elsewhere.newPage()
  await signIn(own, auditor)
  // There is no home for them but the log.
  await expect(own).toHaveURL(/\/audit$/)
  const rail = own.getByRole('navigation', { name: 'Pages' }).first()
  await expect(rail.getByRole('link', { name: 'Audit' })).toBeVisible()
  await expect(rail.getByRole('link', { name: 'Executions' })).toHaveCount(0)

  await own.getByRole('combobox', { name: 'Action' }).selectOption('team.renamed')
  await expect(own).toHaveURL(/action=team\.renamed/)
  await expect(own.getByText('1 entry matches')).toBeVisible()
  await own.keyboard.press('j')
  await own.keyboard.press('Enter')
  await expect(own).toHaveURL(/\/audit\/\d+$/)
  const row = own.getByRole('row').filter({ has: own.getByRole('rowheader', { name: 'name', exact: true }) })
  await expect(row).toContainText('Watched')
  await expect(row).toContainText('Watched Well')

  const [proof] = await Promise.all([
    own.waitForEvent('download'),
    own.getByRole('link', { name: 'Proof (.tlog-proof)' }).click(),
  ])
  const text = readFileSync(await proof.path(), 'utf8')
  expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/)

  await own.goto('/audit?action=team.renamed')
  await own.getByRole('button', { name: 'Export' }).click()
  const [pack] = await Promise.all([
    own.waitForEvent('download'),
    own.getByRole('menuitem', { name: 'Evidence pack (zip)' }).click(),
  ])
  const file = info.outputPath('selection.zip')
  await pack.saveAs(file)
  const { status, stdout } = verify(file)
  expect(stdout).toContain('Integrity    holds')
  expect(stdout).toContain('1 entries, selected')
  expect(status).toBe(0)
  await elsewhere.close()
})

test('an auditor sees the log and nothing else', async ({ browser }) => {
  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await elsewhere.newPage()
  await signIn(page, await personOfEmptyTeam('auditor', 'Looked at'))
  await expect(page).toHaveURL(/\/audit$/)
  for (const path of ['/executions', '/flows', '/traces', '/changes', '/sources']) {
    const response = await page.goto(path)
    expect([path, response?.status()]).toEqual([path, 200])
    // They are told plainly; nothing of anybody is shown.
    await expect(page.getByRole('heading', { name: 'Only the audit log is open to you' })).toBeVisible()
    await expect(
      page.locator('a[href^="/executions/"], a[href^="/flows/"], a[href^="/traces/"]'),
    ).toHaveCount(0)
  }
  expect((await page.goto('/settings/system'))?.status()).toBe(404)
  // Keys that come before the page is alive are nobody's.
  await expect(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await expect(page).toHaveURL(/\/audit$/, { timeout: 2_000 })
  }).toPass()
  await page.getByRole('button', { name: 'Searches' }).click()
  await page.getByRole('menuitem', { name: 'Save this search…' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Everything of mine')
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Searches' }).click()
  await expect(page.getByRole('menuitem', { name: 'Everything of mine' })).toBeVisible()
  await elsewhere.close()
})

test('who may not read the log is told so, and that is written down', async ({ page, browser }) => {
  const person = await personOfEmptyTeam('viewer', 'Curious')
  const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const own = await elsewhere.newPage()
  await signIn(own, person)
  await expect(own).toHaveURL((url) => url.pathname === '/')
  await expect(own.getByRole('link', { name: 'Audit', exact: true })).toHaveCount(0)
  await own.goto('/audit')
  await expect(own.getByRole('heading', { name: 'You may not read the audit log' })).toBeVisible()
  await elsewhere.close()
  await page.goto('/audit?outcome=denied')
  await expect(page.getByRole('row').filter({ hasText: 'Grace New' }).first()).toContainText('audit.read')
})

test('the whole log is exported and verified, and one changed line is found', async ({ page }, info) => {
  await signAuditLog()
  await page.goto('/audit')
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/Chain verified to #/)).toBeVisible({ timeout: 40_000 })
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Evidence pack (zip)' }).click(),
  ])
  const whole = info.outputPath('whole.zip')
  await download.saveAs(whole)
  expect(verify(whole).stdout).toContain('Integrity    holds')

  const files = unzipSync(readFileSync(whole))
  const [name = '', bytes] = Object.entries(files).find(([path]) => path.endsWith('/entries.jsonl')) ?? []
  expect(Object.keys(files).some((path) => path.endsWith('/verify.mjs'))).toBe(true)
  const lines = strFromU8(bytes ?? new Uint8Array()).split('\n')
  const changed = lines.with(2, (lines[2] ?? '').replace('"outcome":"done"', '"outcome":"denied"'))
  const tampered = info.outputPath('tampered.zip')
  writeFileSync(tampered, zipSync({ ...files, [name]: strToU8(changed.join('\n')) }))
  const { status, stdout } = verify(tampered)
  expect(stdout).toContain('BROKEN')
  expect(status).toBe(1)

  // The same by the page that works from a disk.
  const page2 = await page.context().newPage()
  const html = info.outputPath('verify.html')
  writeFileSync(html, files[name.replace('entries.jsonl', 'verify.html')] ?? new Uint8Array())
  await page2.goto(`file://${html}`)
  await page2.getByLabel('Evidence pack').setInputFiles(whole)
  await page2.getByRole('button', { name: 'Verify' }).click()
  await expect(page2.getByText('The log holds.')).toBeVisible()
  await page2.getByLabel('Evidence pack').setInputFiles(tampered)
  await page2.getByRole('button', { name: 'Verify' }).click()
  await expect(page2.getByText('The log is BROKEN.')).toBeVisible()
})

test('an entry that was changed in the database is shown in red, with its place', async ({ page }) => {
  await page.goto('/audit')
  await whileTampered(2, async () => {
    await page.getByRole('button', { name: 'Verify now' }).click()
    const bar = page.getByRole('alert', { name: 'Integrity of the log' })
    await expect(bar).toContainText('The log is not what was signed', { timeout: 40_000 })
    await bar.getByRole('link', { name: '#2' }).click()
    await expect(
      page.getByRole('alert').filter({ hasText: 'This entry is not what was signed' }),
    ).toBeVisible()
  })
  await page.goto('/audit')
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText(/Chain verified to #/)).toBeVisible({ timeout: 40_000 })
})

test('exports have the shapes of security tools', async ({ request }) => {
  const lineOf = async (format: string) => {
    const answer = await request.get(`/audit/export?format=${format}&action=session.started`)
    expect(answer.headers()['content-disposition']).toContain('audit')
    return (await answer.text()).split('\n')[0] ?? ''
  }
  expect(await lineOf('csv')).toContain('seq,at,actor_kind')
  expect(JSON.parse(await lineOf('jsonl'))).toMatchObject({ action: 'session.started', outcome: 'done' })
  expect(JSON.parse(await lineOf('ocsf'))).toMatchObject({ class_uid: 3002, type_uid: 300201 })
  expect(JSON.parse(await lineOf('ecs'))).toMatchObject({
    event: { category: ['authentication', 'session'] },
  })
})

test('a hold is set and released, with its reason', async ({ page }) => {
  await page.goto('/audit/keeping')
  await page.getByRole('button', { name: 'Set a hold' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('Case 2026-114')
  await page.getByRole('dialog').getByRole('button', { name: 'Set the hold' }).click()
  await expect(page.getByText('Case 2026-114')).toBeVisible()
  await page.getByRole('button', { name: 'Release' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('Closed')
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click()
  await expect(page.getByText(/released by Ada Owner/)).toBeVisible()
  await page.goto('/audit?target=legal_hold')
  await expect(page.getByRole('row').filter({ hasText: 'legal_hold.released' })).toContainText('Closed')
})
