/** The items in another order, which is the same for the same seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const all = [...items]
  let state = seed * 2_654_435_761
  for (let last = all.length - 1; last > 0; last--) {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    const at = ((mixed ^ (mixed >>> 14)) >>> 0) % (last + 1)
    const [a, b] = [all[last], all[at]]
    if (a !== undefined && b !== undefined) {
      all[last] = b
      all[at] = a
    }
  }
  return all
}
