/**
 * Says of raw bytes whether they could hold a secret, one table look-up a byte, so that only the few that could become
 * a string and meet the exact patterns. It knows the fixed beginnings of every pattern in `secret-patterns.ts`.
 */
type Step = { on: string; stay?: string }
type Anchor = {
  steps: Step[]
  afterWord: boolean
  /** Every step after the first takes and keeps the same bytes, so whoever is furthest stays furthest. */
  isCounting?: true
}

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const WORD_CHARS = DIGITS + LOWER + LOWER.toUpperCase()
const WORD = new Set(WORD_CHARS)
const USERINFO = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  .filter((char) => !'\t\n\r /?#"\'<>@'.includes(char))
  .join('')

const ANCHORS: Anchor[] = [
  ...['AKIA', 'ASIA', 'github_pat_', 'glpat-', 'rl_', 'eyJ'].map(literal),
  { ...literal('-----BEGIN'), afterWord: true },
  { steps: [...'gh'].map((on) => ({ on })).concat({ on: 'pousr' }, { on: '_' }), afterWord: false },
  { steps: [...'xox'].map((on) => ({ on })).concat({ on: 'baprs' }, { on: '-' }), afterWord: false },
  {
    steps: [...'bearer'].map((c) => ({ on: c + c.toUpperCase() })).concat({ on: ' \t\0' }),
    afterWord: false,
  },
  { steps: [{ on: ':' }, { on: '/' }, { on: '/' }, { on: '@', stay: USERINFO }], afterWord: true },
  {
    steps: [{ on: DIGITS }, ...Array.from({ length: 12 }, () => ({ on: DIGITS, stay: ' -\0' }))],
    afterWord: false,
    isCounting: true,
  },
]

/** Room for the classes of a state; a power of two, so that the state is an offset. */
const STRIDE = 64
const HIT = STRIDE

const CLASS_OF = new Uint8Array(256)
const IS_WORD = Uint8Array.from({ length: 256 }, (_, byte) => Number(WORD.has(String.fromCharCode(byte))))
const NEXT = buildTable(CLASS_OF)
/** Where a word that begins like no secret leads, and where it stays to its end. `q` begins none. */
const WITHIN_WORD = NEXT[CLASS_OF['q'.charCodeAt(0)] ?? 0] ?? 0

/** True when the exact patterns have something to look at. */
export function couldHoldSecret(bytes: Uint8Array, start: number, end: number): boolean {
  let state = 0
  for (let k = start; k < end; k++) {
    state = NEXT[state + (CLASS_OF[bytes[k] ?? 0] ?? 0)] ?? 0
    if (state === HIT) return true
    if (state === WITHIN_WORD) while (k + 1 < end && IS_WORD[bytes[k + 1] ?? 0] === 1) k++
  }
  return false
}

function literal(text: string): Anchor {
  return { steps: [...text].map((on) => ({ on })), afterWord: false }
}

/** Bytes that no anchor tells apart share a class. */
function assignClasses(classOf: Uint8Array): number[] {
  const sets = [
    WORD_CHARS,
    ...ANCHORS.flatMap(({ steps }) => steps.flatMap(({ on, stay }) => [on, stay ?? ''])),
  ]
  const classes = new Map<string, number>()
  const representatives: number[] = []
  for (let byte = 0; byte < 256; byte++) {
    const signature = sets.map((set) => (set.includes(String.fromCharCode(byte)) ? 1 : 0)).join('')
    const known = classes.get(signature) ?? representatives.length
    if (known === representatives.length) {
      classes.set(signature, known)
      representatives.push(byte)
    }
    classOf[byte] = known
  }
  if (representatives.length > STRIDE) throw new Error(`${representatives.length} byte classes do not fit`)
  return representatives
}

/** A position within an anchor: which bytes lead on, and which leave it where it is. */
type Spot = { id: number; anchor: Anchor; on: string; stay: string; next: Spot | null }

/** A state: the positions reached, and whether the last byte was of a word. */
type State = { spots: Spot[]; afterWord: boolean }

/** The first positions of all anchors, each of which leads to the others of its own. */
function firstSpots(): Spot[] {
  let id = 0
  return ANCHORS.flatMap((anchor) => {
    let next: Spot | null = null
    for (const { on, stay } of anchor.steps.toReversed())
      next = { id: id++, anchor, on, stay: stay ?? '', next }
    return next === null ? [] : [next]
  })
}

/** Subset construction. State 1 is the one where something was found. */
function buildTable(classOf: Uint8Array): Int32Array {
  const chars = assignClasses(classOf).map((byte) => String.fromCharCode(byte))
  const firsts = firstSpots()
  const start: State = { spots: [], afterWord: false }
  const states = [start, start]
  const index = new Map([[keyOf(start), 0]])
  const rows: number[][] = [[], chars.map(() => HIT)]
  for (let s = 0; s < states.length; s++) {
    if (s === 1) continue
    rows[s] = chars.map((char) => {
      const to = follow(states[s] ?? start, firsts, char)
      if (to === null) return HIT
      const key = keyOf(to)
      const known = index.get(key) ?? states.push(to) - 1
      index.set(key, known)
      return known * STRIDE
    })
  }
  const table = new Int32Array(rows.length * STRIDE)
  for (const [s, row] of rows.entries()) table.set(row, s * STRIDE)
  return table
}

/** Where a character leads; null when an anchor is complete. */
function follow(from: State, firsts: Spot[], char: string): State | null {
  const spots = new Map<number, Spot>()
  for (const spot of [...firsts, ...from.spots]) {
    const isFirst = !from.spots.includes(spot)
    if (isFirst && from.afterWord && !spot.anchor.afterWord) continue
    if (!isFirst && spot.stay.includes(char)) spots.set(spot.id, spot)
    if (!spot.on.includes(char)) continue
    if (spot.next === null) return null
    spots.set(spot.next.id, spot.next)
  }
  return { spots: [...spots.values()].filter((spot) => !isPassed(spot, spots)), afterWord: WORD.has(char) }
}

/** Whoever counts keeps only its furthest place, or every subset of its places would be a state of its own: thousands. */
function isPassed(spot: Spot, spots: Map<number, Spot>): boolean {
  if (spot.anchor.isCounting !== true) return false
  return [...spots.values()].some((other) => other.anchor === spot.anchor && other.id < spot.id)
}

function keyOf({ spots, afterWord }: State): string {
  return `${spots
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join()}|${afterWord}`
}
