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
const USERINFO = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  .filter((char) => !'\t\n\r /?#"\'<>@'.includes(char))
  .join('')

const ANCHORS: Anchor[] = [
  ...['AKIA', 'ASIA', 'github_pat_', 'glpat-', 'rl_', 'eyJ', '-----BEGIN'].map(literal),
  { steps: [...'gh'].map((on) => ({ on })).concat({ on: 'pousr' }, { on: '_' }), afterWord: false },
  { steps: [...'xox'].map((on) => ({ on })).concat({ on: 'baprs' }, { on: '-' }), afterWord: false },
  {
    steps: [...'bearer'].map((c) => ({ on: c + c.toUpperCase() })).concat({ on: ' \t' }),
    afterWord: false,
  },
  { steps: [{ on: ':' }, { on: '/' }, { on: '/' }, { on: '@', stay: USERINFO }], afterWord: true },
  {
    steps: [{ on: DIGITS }, ...Array.from({ length: 12 }, () => ({ on: DIGITS, stay: ' -' }))],
    afterWord: false,
    isCounting: true,
  },
]

/** Room for the classes of a state; a power of two, so that the state is an offset. */
const STRIDE = 64
const HIT = STRIDE

const CLASS_OF = new Uint8Array(256)
const NEXT = buildTable(CLASS_OF)

/** True when the exact patterns have something to look at. */
export function couldHoldSecret(bytes: Uint8Array, start: number, end: number): boolean {
  let state = 0
  for (let k = start; k < end; k++) {
    state = NEXT[state + (CLASS_OF[bytes[k] ?? 0] ?? 0)] ?? 0
    if (state === HIT) return true
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

/** Subset construction: a state is the set of anchor positions reached, and whether the last byte was of a word. */
function buildTable(classOf: Uint8Array): Int32Array {
  const representatives = assignClasses(classOf)
  const start = { active: new Set<string>(), afterWord: false }
  const states = [start, { active: new Set(['hit']), afterWord: false }]
  const index = new Map([[keyOf(start), 0]])
  const rows: number[][] = []
  for (let s = 0; s < states.length; s++) {
    const from = states[s] ?? start
    rows[s] = representatives.map((byte) => {
      if (s === 1) return HIT
      const to = follow(from, String.fromCharCode(byte))
      if (to === 'hit') return HIT
      const key = keyOf(to)
      const known = index.get(key) ?? states.length
      if (known === states.length) {
        index.set(key, known)
        states.push(to)
      }
      return known * STRIDE
    })
  }
  const table = new Int32Array(rows.length * STRIDE)
  rows.forEach((row, s) => {
    table.set(row, s * STRIDE)
  })
  return table
}

type State = { active: Set<string>; afterWord: boolean }

function follow(from: State, char: string): State | 'hit' {
  const active = new Set<string>()
  for (const [a, anchor] of ANCHORS.entries()) {
    const reached: number[] = []
    for (const [position, step] of anchor.steps.entries()) {
      const isHere =
        position === 0 ? anchor.afterWord || !from.afterWord : from.active.has(`${a}:${position}`)
      if (!isHere) continue
      if (position > 0 && step.stay?.includes(char)) reached.push(position)
      if (!step.on.includes(char)) continue
      if (position + 1 === anchor.steps.length) return 'hit'
      reached.push(position + 1)
    }
    // Without this, every subset of a counter's positions would be a state of its own: thousands.
    const kept = anchor.isCounting && reached.length > 1 ? [Math.max(...reached)] : reached
    for (const position of kept) active.add(`${a}:${position}`)
  }
  return { active, afterWord: WORD_CHARS.includes(char) }
}

function keyOf(state: State): string {
  return `${[...state.active].sort().join()}|${state.afterWord}`
}
