import { createHmac, timingSafeEqual } from 'node:crypto'

const PREFIX = 'rl_self_'

/** The ingest token of Runledger's own telemetry: every process that knows the secret knows it, nobody has to store it. */
export const selfToken = (secret: string): string =>
  PREFIX + createHmac('sha256', secret).update('self-telemetry').digest('base64url')

/** True for exactly that token, in a time that does not tell how much of it was right. */
export function isSelfToken(token: string, secret: string): boolean {
  const expected = Buffer.from(selfToken(secret))
  const given = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
