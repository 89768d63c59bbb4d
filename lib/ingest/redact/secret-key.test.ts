import { describe, expect, test } from 'vitest'
import { isSecretKey } from './secret-key'

describe('the value is a secret under', () => {
  test.each([
    'authorization',
    'http.request.header.authorization',
    'http.request.header.set-cookie',
    'Cookie',
    'password',
    'db.password',
    'DB_PASSWORD',
    'PGPASSWORD',
    'userPassword',
    'passwd',
    'client_secret',
    'clientSecret',
    'token',
    'access_token',
    'x-api-key',
    'apiKey',
    'api.key',
    'APIKEY',
    'private_key',
    'ssh.private-key',
    'aws.credentials',
    'sentry.dsn',
    'connection_string',
    'ConnectionString',
  ])('%s', (key) => {
    expect(isSecretKey(key)).toBe(true)
  })
})

describe('nothing is secret under', () => {
  test.each([
    '',
    'http.method',
    'k8s.secret.name',
    'aws.secretsmanager.secret.arn',
    'gen_ai.token.type',
    'token_count',
    'tokenizer',
    'passenger',
    'secretary',
    'author',
    'keyboard.key',
    'api.keyboard',
    'dns.question.name',
  ])('%j', (key) => {
    expect(isSecretKey(key)).toBe(false)
  })
})
