import { afterAll, expect, test } from 'vitest'
import { runEvent } from '@/lib/ingest/openlineage/testing/event-maker'
import { shuffled } from '@/lib/ingest/openlineage/testing/shuffled'
import { lineageFixture } from '../testing/lineage-fixture'
import { KnownEntities } from './lineage-entities'

const fixture = await lineageFixture()
afterAll(fixture.close)

test('a facet is as it was said last, whatever processes know of it and in whatever order it comes', async () => {
  const sayings = [
    { second: 10, jobType: 'a' },
    { second: 20, jobType: 'b' },
    { second: 30, jobType: 'a' },
    { second: 30, jobType: 'c' },
    { second: 15, jobType: 'c' },
  ]
  const said = ({ second, jobType: type }: (typeof sayings)[number]) =>
    runEvent({ at: `2026-03-01T10:00:${second}Z`, job: { tags: { tags: [{ key: type }] } } })
  let expectedRow: unknown
  for (let seed = 0; seed < 12; seed++) {
    const processes = [new KnownEntities(), new KnownEntities()]
    const order = shuffled([...sayings, ...sayings], seed)
    for (const [index, saying] of order.entries())
      await fixture.write([said(saying)], undefined, processes[(index + seed) % 2])
    const [row] = (await fixture.rows('lineage_facets', 'name')).filter(({ name }) => name === 'tags')
    expectedRow ??= row
    expect(row).toEqual(expectedRow)
    await fixture.clear()
  }
  expect(expectedRow).toMatchObject({ name: 'tags' })
}, 60_000)
