import { readFileSync } from 'node:fs'
import fc from 'fast-check'

/** A case that failed once: kept, so that it is tried again whatever the next random seed is. */
type KeptSeed = { property: string; seed: number; path: string; why: string }

const kept: KeptSeed[] = JSON.parse(readFileSync(new URL('../fold-seeds.json', import.meta.url), 'utf8'))

/**
 * Holds a property against 1,000 random cases and all that failed before. A failure prints its seed and path, which
 * belong into `fold-seeds.json` together with the name.
 */
export function holds<Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  check: (value: Value) => void,
): void {
  const property = fc.property(arbitrary, check)
  for (const { seed, path } of kept.filter((each) => each.property === name))
    fc.assert(property, { seed, path })
  fc.assert(property, { numRuns: 1_000 })
}
