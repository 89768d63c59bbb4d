import { describe, expect, test } from 'vitest'
import { newStreamBody, newStreamForm, streamForm } from './audit-stream-form'

const ID = '00000000-0000-4000-8000-000000000001'
const FORM = { name: 'SIEM', shape: 'ecs', from: 'now', actions: '', teamIds: '' }
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'

describe('a new stream', () => {
  test.for<[Record<string, string>, unknown, string | null]>([
    [
      { kind: 'webhook', url: ' https://siem.example.com/hook ' },
      { kind: 'webhook', settings: { url: 'https://siem.example.com/hook' } },
      null,
    ],
    [
      { kind: 'syslog', host: 'logs.example.com', port: '6514', isTls: 'on', ca: CA },
      {
        kind: 'syslog',
        settings: { host: 'logs.example.com', port: 6514, isTls: true, ca: CA, clientCertificate: '' },
      },
      null,
    ],
    [
      { kind: 'syslog', host: '::1', port: '514', isTls: '', ca: '' },
      { kind: 'syslog', settings: { host: '::1', port: 514, isTls: false, ca: '', clientCertificate: '' } },
      null,
    ],
    [
      {
        ...{ kind: 'syslog', host: 'a', port: '6514', isTls: 'on', ca: '' },
        ...{ clientCertificate: CA.replaceAll('\n', '\r\n'), secret: KEY.replaceAll('\n', '\r\n') },
      },
      { kind: 'syslog', settings: { host: 'a', port: 6514, isTls: true, ca: '', clientCertificate: CA } },
      KEY,
    ],
    [
      { kind: 'otlp', url: 'https://c.example.com/v1/logs', header: 'Authorization', secret: 'Bearer x' },
      { kind: 'otlp', settings: { url: 'https://c.example.com/v1/logs', header: 'authorization' } },
      'Bearer x',
    ],
    [
      {
        ...{ kind: 's3', endpoint: 'https://s3.example.com/', region: 'eu-1', bucket: 'audit' },
        ...{ prefix: 'a/b', accessKeyId: 'AKIA', secret: 's3cret' },
      },
      {
        kind: 's3',
        settings: {
          ...{ endpoint: 'https://s3.example.com', region: 'eu-1', bucket: 'audit' },
          ...{ prefix: 'a/b', accessKeyId: 'AKIA' },
        },
      },
      's3cret',
    ],
  ])('of %j has what its kind needs', ([fields, target, secret]) => {
    expect(newStreamForm.parse({ ...FORM, ...fields })).toEqual({
      ...{ name: 'SIEM', shape: 'ecs', from: 'now', target, secret },
      filter: { teamIds: null, actions: null },
    })
  })

  test.for<[Record<string, string>, string]>([
    [{ kind: 'webhook', url: 'file:///etc/passwd' }, 'url'],
    [{ kind: 'webhook', url: 'https://ada:secret@example.com/' }, 'url'],
    [{ kind: 'webhook', url: 'https://example.com/', name: '' }, 'name'],
    [{ kind: 'webhook', url: 'https://example.com/', actions: 'Source!' }, 'actions'],
    [{ kind: 'webhook', url: 'https://example.com/', teamIds: 'x' }, 'teamIds'],
    [{ kind: 'syslog', host: 'a b', port: '514' }, 'host'],
    [{ kind: 'syslog', host: 'a', port: '' }, 'port'],
    [{ kind: 'syslog', host: 'a', port: '70000' }, 'port'],
    [{ kind: 'syslog', host: 'a', port: '514', ca: 'no certificate' }, 'ca'],
    [{ kind: 'syslog', host: 'a', port: '514', clientCertificate: KEY }, 'clientCertificate'],
    [{ kind: 'otlp', url: 'https://example.com/', header: 'Content-Length', secret: 'x' }, 'header'],
    [{ kind: 'otlp', url: 'https://example.com/', header: 'x-key', secret: 'a\r\nb: c' }, 'secret'],
    [
      { kind: 's3', endpoint: 'https://e.example.com/', region: 'r', bucket: '../x', accessKeyId: 'AKIA' },
      'bucket',
    ],
    [
      {
        kind: 's3',
        endpoint: 'https://e.example.com/',
        region: 'r',
        bucket: 'abc',
        accessKeyId: 'AKIA',
        prefix: '../x',
      },
      'prefix',
    ],
  ])('of %j is refused at the field %s', ([fields, field]) => {
    const parsed = newStreamForm.safeParse({ ...FORM, ...fields })
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field])
  })

  test('chooses nouns, actions and teams', () => {
    const form = {
      ...FORM,
      kind: 'webhook',
      url: 'https://example.com/',
      actions: 'source, token.created',
      teamIds: ID,
    }
    expect(newStreamForm.parse(form).filter).toEqual({ teamIds: [ID], actions: ['source', 'token.created'] })
  })
})

test('a change that leaves the secret empty keeps it', () => {
  const form = {
    ...FORM,
    streamId: ID,
    kind: 'otlp',
    url: 'https://example.com/',
    header: 'x-key',
    secret: ' ',
  }
  expect(streamForm.parse(form).body).not.toHaveProperty('secret')
  expect(streamForm.parse({ ...form, secret: 'new' }).body.secret).toBe('new')
})

test('by the API sends everything from now on unless it is told otherwise', () => {
  const target = { kind: 'webhook', settings: { url: 'https://example.com/' } }
  expect(newStreamBody.parse({ name: 'SIEM', target })).toMatchObject({
    ...{ shape: 'jsonl', from: 'now', secret: null },
    filter: { teamIds: null, actions: null },
  })
  expect(newStreamBody.safeParse({ name: 'SIEM', target: { kind: 'ftp', settings: {} } }).success).toBe(false)
})
