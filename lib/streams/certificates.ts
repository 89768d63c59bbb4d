import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

const EACH = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** Why certificates in PEM, one after the other, are of no use; null where each can be read. TLS itself passes over what it cannot read. */
export function certificatesTrouble(pem: string): string | null {
  const each = pem.match(EACH) ?? []
  const broken = each.findIndex((one) => readCertificate(one) === null)
  if (broken === -1 && each.length > 0) return null
  return each.length < 2
    ? 'This certificate cannot be read.'
    : `Certificate ${broken + 1} of ${each.length} cannot be read.`
}

/** Why a private key in PEM cannot be used with a certificate, which is the first of those in PEM; null where it can. */
export function keyTrouble(key: string, pem: string): string | null {
  const certificate = readCertificate(pem.match(EACH)?.[0] ?? '')
  const read = readKey(key)
  if (read === null) return 'Paste a private key in PEM that no passphrase protects.'
  if (certificate === null || !certificate.checkPrivateKey(read))
    return 'This key is not that of the client certificate, which has to come first where there are several.'
  return null
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    if (isOfOpenssl(error)) return null
    throw error
  }
}

function readKey(pem: string): KeyObject | null {
  try {
    // One that is empty opens none: without it OpenSSL would ask a terminal.
    return createPrivateKey({ key: pem, passphrase: '' })
  } catch (error) {
    if (isOfOpenssl(error)) return null
    throw error
  }
}

const isOfOpenssl = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^ERR_OSSL_/.test(String(error.code))
