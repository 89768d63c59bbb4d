/** Numbers that are the same for the same seed (mulberry32), from 0 to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const JUNK: unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(3_000),
  [],
  {},
  [[[]]],
  true,
  '2026-13-45T99:99:99Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  { run: { runId: 5 }, job: { namespace: [], name: {} } },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"facets":[]}'),
]

/** A copy with some of its values replaced, moved, doubled or taken away. */
export function mangled(value: unknown, seed: number): unknown {
  const random = randomFrom(seed)
  const times = 1 + Math.floor(random() * 4)
  let copy: unknown = structuredClone(value)
  for (let time = 0; time < times; time++) copy = changed(copy, random, 0)
  return copy
}

function changed(value: unknown, random: () => number, depth: number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.12) return pick(JUNK, random)
  const keys = Object.keys(value)
  const key = pick(keys, random)
  if (key === undefined || depth > 12) return pick(JUNK, random)
  const copy = new Map(Object.entries(value))
  const choice = random()
  if (choice < 0.1) copy.delete(key)
  else if (choice < 0.2) copy.set(pick(keys, random) ?? key, copy.get(key))
  else if (choice < 0.25) copy.set('__proto__', copy.get(key))
  else copy.set(key, changed(copy.get(key), random, depth + 1))
  return Array.isArray(value) ? [...copy.values()] : Object.fromEntries(copy)
}

const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined =>
  items[Math.floor(random() * items.length)]
