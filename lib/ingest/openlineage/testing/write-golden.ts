import fs from 'node:fs'
import path from 'node:path'
import { lineageEventsIn, scenarios } from './fixtures'
import { readable } from './projection'
import { projectEvents } from './reference'

// `npx tsx lib/ingest/openlineage/testing/write-golden.ts && npx biome format --write lib/ingest/openlineage/golden`
// A person reads the difference before it is committed: the files are what events were judged to mean.
const GOLDEN = path.join(import.meta.dirname, '..', 'golden')
for (const { name, events } of scenarios()) {
  const projection = readable(projectEvents(lineageEventsIn(events)))
  fs.writeFileSync(path.join(GOLDEN, `${name}.json`), JSON.stringify(projection, null, 2))
}
