import { placeholder, type Redactions, type SecretKind } from './redactions'

/**
 * One pass each. None nests a quantifier, and a repetition is either bounded or followed by nothing that could make it
 * step back, so each is linear in the text.
 */
const PATTERNS: [SecretKind, RegExp][] = [
  [
    'private_key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g,
  ],
  ['aws', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
  ['github', /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g],
  ['gitlab', /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{16,}/g],
  ['slack', /(?<![A-Za-z0-9])xox[baprs]-[A-Za-z0-9-]{10,}/g],
  ['runledger', /(?<![A-Za-z0-9])rl_[a-z]{2,12}_[A-Za-z0-9]{8}_[A-Za-z0-9]{16,}(?:_[A-Za-z0-9]{1,16})?/g],
]

const USERINFO = /(?<=:\/\/)(?!git@)[^\s/?#"'<>]{1,1024}(?=@)/g
const NUL = '\0'

const BEARER = /(?<![A-Za-z0-9])(bearer)[ \t]{1,16}([A-Za-z0-9._~+/=-]{8,})/gi
const CARD =
  /(?<![A-Za-z0-9]|[0-9]\.)(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![A-Za-z0-9]|\.\d)/g
const ISSUER = /^(?:4|5[1-5]|2[2-7]|3[47]|3[0689]|35|6011|64[4-9]|65|62)/

/**
 * The text without what looks like a secret. NUL is stored as a space, so a secret is what would be one with a space in
 * its place; but it does not end the part of an address before the `@`, as a space does.
 */
export function redactText(text: string, redactions: Redactions): string {
  if (!text.includes(NUL)) return redactStored(text, redactions)
  const spaced = redactUserinfo(text, redactions).replaceAll(NUL, ' ')
  const clean = redactStored(spaced, redactions)
  return clean === text.replaceAll(NUL, ' ') ? text : clean
}

function redactStored(text: string, redactions: Redactions): string {
  let clean = text
  for (const [kind, pattern] of PATTERNS) {
    clean = clean.replace(pattern, () => {
      redactions.add(kind)
      return placeholder(kind)
    })
  }
  clean = redactJwts(redactUserinfo(clean, redactions), redactions)
  clean = clean.replace(BEARER, (whole, word: string, token: string) => {
    if (token.length < 20 && !/\d/.test(token)) return whole
    redactions.add('bearer')
    return `${word} ${placeholder('bearer')}`
  })
  return clean.replace(CARD, (digits) => {
    if (!isCardNumber(digits.replace(/[ -]/g, ''))) return digits
    redactions.add('card')
    return placeholder('card')
  })
}

const redactUserinfo = (text: string, redactions: Redactions): string =>
  text.replace(USERINFO, () => {
    redactions.add('userinfo')
    return placeholder('userinfo')
  })

const JWT_START = 'eyJ'
const JWT_PART_LENGTH_MIN = 8

/** Three base64url parts joined by dots. By hand: as a pattern, `eyJ-eyJ-…` would be read again from every start. */
function redactJwts(text: string, redactions: Redactions): string {
  let clean = ''
  let done = 0
  for (let from = text.indexOf(JWT_START); from >= 0; ) {
    const end = jwtEnd(text, from)
    if (end.found) {
      redactions.add('jwt')
      clean += text.slice(done, from) + placeholder('jwt')
      done = end.at
    }
    from = text.indexOf(JWT_START, end.at)
  }
  return done === 0 ? text : clean + text.slice(done)
}

/** Where the token that starts here ends, or where to look on: a part that led nowhere is not read a second time. */
function jwtEnd(text: string, from: number): { found: boolean; at: number } {
  if (isWordAt(text, from - 1)) return { found: false, at: from + JWT_START.length }
  const header = partEnd(text, from)
  if (text[header] !== '.' || header - from < JWT_PART_LENGTH_MIN) return { found: false, at: header }
  const payload = partEnd(text, header + 1)
  if (payload - header <= JWT_PART_LENGTH_MIN) return { found: false, at: header }
  return { found: true, at: text[payload] === '.' ? partEnd(text, payload + 1) : payload }
}

function partEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && isPartChar(text.charCodeAt(at))) at++
  return at
}

const isPartChar = (code: number): boolean => isWordCode(code) || code === 45 || code === 95

const isWordAt = (text: string, at: number): boolean => at >= 0 && isWordCode(text.charCodeAt(at))

const isWordCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** Luhn's check, for numbers that begin as some issuer's do: a timestamp passes the check one time in ten. */
function isCardNumber(digits: string): boolean {
  if (!ISSUER.test(digits)) return false
  let sum = 0
  for (let k = 0; k < digits.length; k++) {
    const digit = digits.charCodeAt(digits.length - 1 - k) - 48
    const doubled = k % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
