import { expect, test } from 'vitest'
import { summaryOf } from './trace-queries'

test.for([
  ['select "id" from "executions" where "org_id" = $1', 'select executions'],
  ['insert into "users" ("id") values ($1)', 'insert users'],
  ['update "leases" set "epoch" = $1', 'update leases'],
  ['\n  with recent as (select 1 from spans) select * from recent', 'select spans'],
  ['show server_version', 'query'],
] as const)('%s is called %s', ([text, summary]) => {
  expect(summaryOf(text)).toBe(summary)
})
