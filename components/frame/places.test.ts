import { expect, test } from 'vitest'
import { PLACES, placesFor } from './places'

const hrefs = (readsAudit: boolean, onlyAudits: boolean) =>
  placesFor({ readsAudit, onlyAudits }).map(({ href }) => href)

test('the audit log is a place for those who may read it', () => {
  expect(hrefs(true, false)).toEqual(PLACES.map(({ href }) => href))
  expect(hrefs(false, false)).not.toContain('/audit')
})

test('who only audits has the log and their account', () => {
  expect(hrefs(true, true)).toEqual(['/audit', '/settings'])
})

test('no two places have the same key', () => {
  expect(new Set(PLACES.map(({ key }) => key)).size).toBe(PLACES.length)
})
