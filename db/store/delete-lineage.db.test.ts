import { afterAll, expect, test } from 'vitest'
import { runEvent } from '@/lib/ingest/openlineage/testing/event-maker'
import { ORG } from '@/lib/ingest/openlineage/testing/reference'
import { lineageFixture } from '../testing/lineage-fixture'
import { deleteLineageBefore } from './delete-lineage'

const fixture = await lineageFixture()
afterAll(fixture.close)

test('what nothing was heard of is let go with all that hangs on it, and nothing else', async () => {
  const facets = { symlinks: { identifiers: [{ namespace: 'hive', name: 't' }] } }
  const io = { inputs: [{ namespace: 'db', name: 'a', facets }], outputs: [{ namespace: 'db', name: 'b' }] }
  await fixture.write([runEvent({ ...io, job: { documentation: { description: 'x' } } })])
  const { db } = fixture.database
  expect(await deleteLineageBefore(ORG, new Date('2026-11-21T12:00:00Z'), 10, db)).toBe(0)
  expect(await fixture.rows('lineage_facets', 'owner_id')).toHaveLength(2)
  expect(await deleteLineageBefore(ORG, new Date('2026-11-22T12:00:00Z'), 10, db)).toBe(3)
  for (const table of ['records', 'uses', 'edges', 'datasets', 'aliases', 'jobs', 'facets'])
    expect(await fixture.rows(`lineage_${table}`, 'org_id')).toEqual([])
})
