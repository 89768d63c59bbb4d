import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CLIENT_KEY, LOOPBACK_KEY } from '@/lib/jobs/testing/loopback-key'
import { certificatesTrouble, keyTrouble } from './certificates'

const BROKEN = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'

describe('certificates', () => {
  test('are each read, also with words between them', () => {
    expect(certificatesTrouble(LOOPBACK_KEY.cert)).toBeNull()
    expect(certificatesTrouble(`${LOOPBACK_KEY.cert}\nsubject=/CN=x\n${CLIENT_KEY.cert}`)).toBeNull()
  })

  test.for([
    ['', 'This certificate cannot be read.'],
    [BROKEN, 'This certificate cannot be read.'],
    [`${LOOPBACK_KEY.cert}\n${BROKEN}`, 'Certificate 2 of 2 cannot be read.'],
  ] as const)('like %j are refused', ([pem, why]) => {
    expect(certificatesTrouble(pem)).toBe(why)
  })
})

describe('a private key', () => {
  test('is that of the first certificate', () => {
    expect(keyTrouble(CLIENT_KEY.key, `${CLIENT_KEY.cert}\n${LOOPBACK_KEY.cert}`)).toBeNull()
    expect(keyTrouble(CLIENT_KEY.key, `${LOOPBACK_KEY.cert}\n${CLIENT_KEY.cert}`)).toContain('not that of')
  })

  test('that is none, or that a passphrase protects, is refused', () => {
    const locked = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    }).privateKey
    for (const key of ['', 'secret', BROKEN, locked])
      expect(keyTrouble(key, CLIENT_KEY.cert)).toBe('Paste a private key in PEM that no passphrase protects.')
  })
})
