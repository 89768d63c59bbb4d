/** Words that make the value under a key a secret. Two words in a row count as one: `api_key`, `api.key`, `apiKey`. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'cookies',
  'credential',
  'credentials',
  'dsn',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'secret',
  'secrets',
  'token',
  'tokens',
  'accesskey',
  'apikey',
  'apikeys',
  'apitoken',
  'connectionstring',
  'privatekey',
  'secretkey',
])

/** Last words that say the value is about a secret and not the secret: `k8s.secret.name`, `aws.secretsmanager.secret.arn`. */
const ABOUT_WORDS: ReadonlySet<string> = new Set([
  'arn',
  'count',
  'expires',
  'expiry',
  'length',
  'limit',
  'name',
  'size',
  'total',
  'ttl',
  'type',
])

/** Endings that hold a secret word without a border before it: `dbpassword`, `PGPASSWORD`, `authtoken`. */
const GLUED = /(?:password|passwd|secret|apikey|authtoken|accesstoken|privatekey|connectionstring)s?$/

/** True when string, bytes, list and map values under that key are never stored. */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key)
  const last = words.at(-1)
  if (last === undefined || ABOUT_WORDS.has(last)) return false
  return words.some((word, i) => {
    const next = words[i + 1]
    return SECRET_WORDS.has(word) || GLUED.test(word) || (next !== undefined && SECRET_WORDS.has(word + next))
  })
}

const wordsOf = (key: string): string[] =>
  key
    .slice(0, 512)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')

/** True for the attributes that hold an SQL statement, whose literals are people's data. */
export const isSqlKey = (key: string): boolean => key === 'db.statement' || key === 'db.query.text'
