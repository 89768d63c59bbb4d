const TIMEOUT_MS = 5_000
const MAX_BYTES = 64 * 1024
const REMEMBERED_MAX = 20

const remembered = new Map<string, string>()

/** A certificate (PEM) from an address that was found to be Amazon's; read once, since its address changes with it. */
export async function fetchCertificate(url: string): Promise<string> {
  const known = remembered.get(url)
  if (known !== undefined) return known
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`the certificate of a signature could not be read: ${answer.status}`)
  const text = await answer.text()
  if (text.length > MAX_BYTES) throw new Error('the certificate of a signature is too long')
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  remembered.set(url, text)
  return text
}
