import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '@/lib/model/refusal'
import { COMMON_PASSWORDS } from './common-passwords'

/** OWASP's figures for scrypt: 128 MiB and about 0.4 s for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const
const HASH_BYTES = 32
const LENGTH_MIN = 12
const LENGTH_MAX = 256
const AT_ONCE = 2
const WAITING_MAX = 30

/** The stored form of a password: `scrypt$N$r$p$salt$hash`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, COST)
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** True when it is the password. Without a stored one the same work is done, so that time does not tell who exists. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parse(stored)
  if (parsed === null) {
    await derive(password, Buffer.alloc(16), COST)
    return false
  }
  const hash = await derive(password, parsed.salt, parsed.cost)
  return hash.length === parsed.hash.length && timingSafeEqual(hash, parsed.hash)
}

/** Why a new password will not do, in words for the person who chose it; null when it will. */
export function passwordObjection(password: string, about: readonly string[] = []): string | null {
  if ([...password].length < LENGTH_MIN)
    return `Use at least ${LENGTH_MIN} characters; a few unrelated words do well.`
  if (password.length > LENGTH_MAX) return `Use at most ${LENGTH_MAX} characters.`
  const folded = password.toLowerCase()
  if (COMMON_PASSWORDS.has(folded) || new Set(folded).size < 5)
    return 'This is one of the first passwords an attacker tries.'
  const guessable = about
    .map((word) => word.toLowerCase())
    .find((word) => word.length >= 4 && isMostly(folded, word))
  return guessable === undefined
    ? null
    : `It is little more than “${guessable}”; choose something that is not about you.`
}

const isMostly = (password: string, word: string): boolean =>
  password.includes(word) && password.replaceAll(word, '').length < 6

type Cost = { N: number; r: number; p: number }

function parse(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } | null {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !hash) return null
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

let running = 0
const waiting: (() => void)[] = []

// Each derivation holds 128 MiB and a thread of the pool: without a bound, a crowd at the door takes the house down.
async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX)
      throw new Refusal('unavailable', 'Too many people are signing in. Try again.', 5)
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await scryptOnce(password, salt, cost)
  } finally {
    const next = waiting.shift()
    // The place is handed on, so nobody can slip in between.
    if (next) next()
    else running--
  }
}

const scryptOnce = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Node refuses what needs more than `maxmem`, and 128·N·r is the least that scrypt needs.
    const maxmem = 128 * cost.N * cost.r + 32 * 1024 * 1024
    // NFKC, so that a password typed on another keyboard or system is the same one.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { ...cost, maxmem }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })
