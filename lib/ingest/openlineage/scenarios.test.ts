import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasFixtures, lineageEventsIn, type Scenario, scenarios, WITHOUT_FIXTURES } from './testing/fixtures'
import { readable } from './testing/projection'
import { projectEvents } from './testing/reference'
import { shuffled } from './testing/shuffled'

const GOLDEN = path.join(import.meta.dirname, 'golden')

describe.skipIf(!hasFixtures)(`scenarios${hasFixtures ? '' : ` (${WITHOUT_FIXTURES})`}`, () => {
  test('every golden file has its scenario', () => {
    const files = fs.readdirSync(GOLDEN).map((file) => file.replace(/\.json$/, ''))
    expect(files.sort()).toEqual(scenarios().map(({ name }) => name))
  })

  test.for(scenarios())(
    '$name comes to what was reviewed, in order, shuffled and doubled',
    (scenario: Scenario) => {
      const { name, events } = scenario
      const golden: unknown = JSON.parse(fs.readFileSync(path.join(GOLDEN, `${name}.json`), 'utf8'))
      const lineage = lineageEventsIn(events)
      expect(readable(projectEvents(lineage))).toEqual(golden)
      for (const seed of [1, 2, 3]) {
        expect(readable(projectEvents(shuffled(lineage, seed)))).toEqual(golden)
        expect(readable(projectEvents(shuffled([...lineage, ...lineage], seed)))).toEqual(golden)
      }
    },
  )
})
