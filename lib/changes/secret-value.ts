import type { Json } from '@/lib/audit/canonical-json'

const SECRET =
  /(^|[_.-])(secrets?|passwords?|passwd|pwd|tokens?|credentials?|api_?keys?|private_?keys?|access_?keys?)$/i
const CAMEL = /(Secret|Password|Token|Credential|ApiKey|PrivateKey|AccessKey)s?$/

/** True where the last key names something that nobody should read. */
export const isSecretAt = (keys: readonly string[]): boolean => isSecretKey(keys.at(-1) ?? '')

export const isSecretKey = (key: string): boolean => SECRET.test(key) || CAMEL.test(key)

/** How tools write that a value is a secret that is kept elsewhere. */
const REFERENCE =
  /\bsecret\(\s*['"]?([\w.-]+)|\bsecrets\.([\w-]+)|secretKeyRef|prefect\.blocks\.secret\.([\w-]+)|\bsecretName\b|\{\{\s*(?:conn|var)\.[\w.]+\s*\}\}/gi

/** Secrets that a value refers to by their names. */
export function secretsIn(value: Json): string[] {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return [...new Set([...text.matchAll(REFERENCE)].map(([reference]) => reference))].sort()
}
