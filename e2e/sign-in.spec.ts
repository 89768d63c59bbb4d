import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { barriersOf } from './support/barriers'
import { auditedRefusals, forgetSignIn } from './support/database'
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider'
import { CONSOLE_URL, OWNER } from './support/installation'

const BUTTON = 'Continue with Acme ID'

let provider: IdentityProvider
test.describe.configure({ mode: 'serial', timeout: 180_000 })
test.beforeAll(async () => {
  provider = await startIdentityProvider()
})
test.afterAll(async () => {
  await forgetSignIn()
  await provider.stop()
})

/** A browser of somebody else, who has no session anywhere. */
async function stranger(browser: Browser, work: (page: Page, context: BrowserContext) => Promise<void>) {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  await work(await context.newPage(), context)
  await context.close()
}

async function atProvider(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('x')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

async function signInAs(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: BUTTON }).click()
  await atProvider(page, login)
}

async function refused(browser: Browser, login: string, title: string | RegExp): Promise<void> {
  await stranger(browser, async (page) => {
    await signInAs(page, login)
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await page.goto('/executions')
    await expect(page).toHaveURL(/\/sign-in\?/)
  })
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save sign-in' }).click()
  await expect(page.getByText('Saved', { exact: true }).last()).toBeVisible()
}

test('an owner tests and configures the provider; the secret never comes back', async ({ page, browser }) => {
  await page.goto('/settings')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Sign-in' }).click()
  await expect(page.getByText(`${CONSOLE_URL}/api/auth/callback/oidc`)).toBeVisible()

  const issuer = page.getByLabel('Issuer')
  const look = page.getByRole('button', { name: 'Test the issuer' })
  for (const [given, problem] of [
    ['http://login.example.com', 'must begin with https://'],
    ['http://127.0.0.1:9', 'could not be asked'],
    [`${provider.issuer}/elsewhere`, 'answered 404 instead of 200'],
    [`${provider.issuer}/`, `The provider calls itself "${provider.issuer}"`],
  ] as const) {
    await issuer.fill(given)
    await look.click()
    await expect(page.getByRole('status').filter({ hasText: problem })).toBeVisible()
  }
  await issuer.fill(provider.issuer)
  await look.click()
  await expect(page.getByText('The provider answers, and offers what is needed.')).toBeVisible()
  await expect(page.getByText(`${provider.issuer}/token`)).toBeVisible()

  await page.getByLabel('Client id').fill(provider.clientId)
  await page.getByLabel('Client secret').fill(provider.clientSecret)
  await page.getByLabel('Text of the button').fill(BUTTON)
  await page.getByLabel('E-mail domains').fill('example.com')
  await page.getByLabel('Show the button on the sign-in page').check()
  await save(page)

  await page.reload()
  await expect(page.getByLabel('Client id')).toHaveValue(provider.clientId)
  await expect(page.getByLabel('Client secret')).toHaveValue('')
  expect(await page.content()).not.toContain(provider.clientSecret)
  await stranger(browser, async (other) => {
    await other.goto('/sign-in')
    await expect(other.getByRole('button', { name: BUTTON })).toBeVisible()
    await expect(other.getByLabel('Password', { exact: true })).toBeVisible()
  })
})

test('no page of it has a barrier, in either theme', async ({ page, browser }) => {
  await page.goto('/settings/sign-in')
  await page.getByLabel('gets an account').check()
  await expect(page.getByRole('heading').first()).toBeVisible()
  expect(await barriersOf(page)).toEqual([])
  await stranger(browser, async (other) => {
    for (const path of ['/sign-in', '/sign-in/refused?reason=unlinked']) {
      await other.goto(path)
      await expect(other.getByRole('heading').first()).toBeVisible()
      expect(await barriersOf(other)).toEqual([])
    }
  })
})

test('whoever may not come in is told why, and it is on record', async ({ browser, page }) => {
  provider.people.set('unverified', { email: 'grace@example.com', email_verified: false })
  provider.people.set('elsewhere', { email: 'grace@other.example', email_verified: true })
  provider.people.set('uninvited', { email: 'grace@example.com', email_verified: true })
  provider.people.set('ada', { email: OWNER.email, email_verified: true, name: 'Ada at Acme ID' })
  await refused(browser, 'unverified', 'Your e-mail address is not verified')
  await refused(browser, 'elsewhere', 'Your e-mail address is of another domain')
  await refused(browser, 'uninvited', 'You need an invitation')
  await stranger(browser, async (other) => {
    await signInAs(other, 'ada')
    await expect(other.getByText('Your account is not linked to this identity')).toBeVisible()
    await expect(other.getByRole('listitem').filter({ hasText: 'Link an identity' })).toBeVisible()
  })
  await stranger(browser, async (other) => {
    await other.goto('/sign-in')
    await other.getByRole('button', { name: BUTTON }).click()
    await other.getByRole('link', { name: /cancel/i }).click()
    await expect(other.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
  })
  // A way back that nobody has set out on, as somebody would send it to another.
  await stranger(browser, async (other) => {
    await other.goto('/api/auth/callback/oidc?code=stolen&state=guessed')
    await expect(other.getByText('Signing in at the identity provider did not work')).toBeVisible()
  })
  expect(await auditedRefusals()).toEqual([
    'unverified',
    'domain',
    'uninvited',
    'unlinked',
    'cancelled',
    'provider',
  ])
  await page.goto('/')
  await expect(page).toHaveURL((url) => url.pathname === '/')
})

test('somebody new gets an account where that is on, comes back as the same, and signs out', async ({
  browser,
  page,
}) => {
  await page.goto('/settings/sign-in')
  await page.getByLabel('gets an account').check()
  await page.getByLabel('Role').selectOption('viewer')
  await save(page)

  provider.people.set('grace', { email: 'grace@example.com', email_verified: true, name: 'Grace Hopper' })
  await stranger(browser, async (other) => {
    await other.goto('/executions?q=state%3Afailed')
    await other.getByRole('button', { name: BUTTON }).click()
    await atProvider(other, 'grace')
    await expect(other).toHaveURL(`${CONSOLE_URL}/executions?q=state%3Afailed`)
    await other.goto('/settings')
    await expect(other.getByText('Grace Hopper').first()).toBeVisible()
    await expect(other.getByRole('heading', { name: 'Linked identities' })).toBeVisible()
    await expect(other.getByRole('link', { name: 'Sign-in' })).toHaveCount(0)

    await other.getByRole('button', { name: 'Unlink' }).click()
    await other.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click()
    await expect(other.getByText('your only way to sign in')).toBeVisible()
    await other.keyboard.press('Escape')

    const cookies = await other.context().cookies(CONSOLE_URL)
    await other.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await expect(other).toHaveURL(/\/sign-in$/)
    // The session itself is over, not only the cookie gone.
    await other.context().addCookies(cookies)
    await other.goto('/settings')
    await expect(other).toHaveURL(/\/sign-in/)
    await signInAgain(other)
    await expect(other).toHaveURL(`${CONSOLE_URL}/`)
  })
})

/** The provider knows the browser still, and asks nothing. */
async function signInAgain(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: BUTTON }).click()
}

test('an owner links their identity, turns passwords off, and comes in by it alone', async ({ browser }) => {
  await stranger(browser, async (owner) => {
    await owner.goto('/sign-in')
    await owner.getByLabel('E-mail').fill(OWNER.email)
    await owner.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await owner.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(owner).toHaveURL(`${CONSOLE_URL}/`)

    await owner.goto('/settings/sign-in')
    await owner.getByLabel('People may also sign in with a password').uncheck()
    await expect(owner.getByText('No owner has linked an identity')).toBeVisible()
    await owner.getByRole('button', { name: 'Save sign-in' }).click()
    await expect(owner.getByRole('alert').filter({ hasText: 'Link yours under Account first' })).toBeVisible()

    await owner.goto('/settings')
    await owner.getByRole('button', { name: 'Link an identity' }).click()
    await atProvider(owner, 'ada')
    await expect(owner).toHaveURL(`${CONSOLE_URL}/settings`)
    await expect(owner.getByText(OWNER.name).first()).toBeVisible()
    await expect(owner.getByRole('button', { name: 'Unlink' })).toBeVisible()

    await owner.goto('/settings/sign-in')
    await owner.getByLabel('People may also sign in with a password').uncheck()
    await save(owner)
  })
  await stranger(browser, async (owner) => {
    await owner.goto('/sign-in')
    await expect(owner.getByRole('button', { name: BUTTON })).toBeVisible()
    await expect(owner.getByLabel('Password', { exact: true })).toHaveCount(0)
    await owner.getByRole('button', { name: BUTTON }).click()
    await atProvider(owner, 'ada')
    await expect(owner).toHaveURL(`${CONSOLE_URL}/`)
    await owner.goto('/settings/sign-in')
    await expect(owner.getByRole('heading', { name: 'Sign-in', level: 1 })).toBeVisible()
    await owner.getByLabel('People may also sign in with a password').check()
    await save(owner)
  })
})

test('an identity of somebody else is not linked, and somebody deactivated does not come in', async ({
  browser,
  page,
}) => {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Link an identity' }).click()
  await atProvider(page, 'grace')
  await expect(page.getByRole('heading', { name: 'This identity belongs to another account' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to your account' }).click()
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible()

  await page.goto('/settings/members')
  await page.getByRole('link', { name: 'Grace Hopper' }).click()
  await page.getByRole('button', { name: 'Deactivate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(page.getByRole('button', { name: 'Reactivate' })).toBeVisible()
  await refused(browser, 'grace', 'Your account is deactivated')
})

test('a provider that is gone is said to be, and passwords still work', async ({ browser }) => {
  await provider.stop()
  await stranger(browser, async (page) => {
    await page.goto('/sign-in')
    await page.getByRole('button', { name: BUTTON }).click()
    await expect(page.getByRole('heading', { name: 'The identity provider does not answer' })).toBeVisible()
    await page.getByRole('link', { name: 'Back to signing in' }).click()
    await page.getByLabel('E-mail').fill(OWNER.email)
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(`${CONSOLE_URL}/`)
  })
})
