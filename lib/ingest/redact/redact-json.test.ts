import fc from 'fast-check'
import { expect, test } from 'vitest'
import { couldHoldSecretText, redactJson } from './redact-json'
import { Redactions } from './redactions'

const clean = (value: unknown) => {
  const redactions = new Redactions()
  return { value: redactJson(value, redactions), taken: redactions.take() }
}

test('takes out what a key names and what a text holds, and counts it', () => {
  const { value, taken } = clean({
    run: { access_token: 'at-123', note: 'by AKIAABCDEFGHIJKLMNOP', ok: true },
    list: [{ password: 'p' }, 'ghp_0123456789abcdefghij'],
  })
  expect(value).toEqual({
    run: { access_token: '[redacted:key]', note: 'by [redacted:aws]', ok: true },
    list: [{ password: '[redacted:key]' }, '[redacted:github]'],
  })
  expect(taken).toEqual({ key: 2, aws: 1, github: 1 })
})

test('takes out the value of a variable that is listed by its name', () => {
  const { value, taken } = clean({
    variables: [
      { key: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'api-key', value: 'hunter2', masked: false },
      { key: 'REGION', value: 'eu-west-1' },
      { key: 'API_TOKEN', value: null },
    ],
  })
  expect(value).toEqual({
    variables: [
      { key: 'DB_PASSWORD', value: '[redacted:key]' },
      { name: 'api-key', value: '[redacted:key]', masked: false },
      { key: 'REGION', value: 'eu-west-1' },
      { key: 'API_TOKEN', value: null },
    ],
  })
  expect(taken).toEqual({ key: 2 })
})

test('gives back the very value where nothing was found', () => {
  const value = { a: [1, { b: 'plain' }], token: null, secret: { scopes: ['read'] } }
  expect(clean(value).value).toBe(value)
})

test('ends at a depth that no tool needs', () => {
  let deep: unknown = 'ghp_0123456789abcdefghij'
  for (let depth = 0; depth < 20_000; depth++) deep = [deep]
  expect(JSON.stringify(clean(deep).value)).toContain('nested too deeply')
})

test('keeps a key named __proto__ as the data it is', () => {
  const { value } = clean(JSON.parse('{"__proto__":{"password":"x"},"n":"ghp_0123456789abcdefghij"}'))
  expect(JSON.stringify(value)).toBe('{"__proto__":{"password":"[redacted:key]"},"n":"[redacted:github]"}')
})

test('one look at the bytes misses nothing that a look at each text would find', () => {
  const secret = fc.constantFrom('ghp_0123456789abcdefghij', 'AKIAABCDEFGHIJKLMNOP', 'https://u:p@host/', 'x')
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), secret, fc.string()), { maxLength: 4 }), (texts) => {
      const value = texts.map((parts) => parts.join(''))
      const { taken } = clean(value)
      const document = Buffer.from(JSON.stringify(value))
      if (Object.keys(taken).length > 0) expect(couldHoldSecretText(document)).toBe(true)
    }),
  )
})
