import { hkdfSync } from 'node:crypto'
import { installationSecret } from '@/lib/installation-secret'

/** A key for one purpose, derived from the installation's secret: what one key signs, another never accepts. */
export const derivedKey = (
  purpose:
    | 'session'
    | 'reveal'
    | 'identity-provider'
    | 'connection'
    | 'link'
    | 'repository'
    | 'audit-publication'
    | 'audit-stream',
): string =>
  Buffer.from(hkdfSync('sha256', installationSecret(), 'runledger', purpose, 32)).toString('base64url')
