import { expect, test } from 'vitest'
import { pastedIds } from './pasted-id'

test.each([
  ['', []],
  ['  scheduled__2026-11-20T00:00:00+00:00 ', ['scheduled__2026-11-20T00:00:00+00:00']],
  [
    'https://github.com/acme/shop/actions/runs/1234567/job/89',
    ['https://github.com/acme/shop/actions/runs/1234567/job/89', '89', '1234567', 'actions'],
  ],
  [
    'http://airflow/dags/orders/grid?dag_run_id=manual__2026-11-20T10%3A00%3A00%2B00%3A00',
    [
      'http://airflow/dags/orders/grid?dag_run_id=manual__2026-11-20T10%3A00%3A00%2B00%3A00',
      'manual__2026-11-20T10:00:00+00:00',
      'orders',
    ],
  ],
  ['https://x/%zz%zz%zz', ['https://x/%zz%zz%zz', '%zz%zz%zz']],
])('%s', (text, ids) => {
  expect(pastedIds(text)).toEqual(ids)
})

test('an endless address has an end', () => {
  expect(
    pastedIds(`https://x/${Array.from({ length: 500 }, (_, i) => 1_000_000 + i).join('/')}`),
  ).toHaveLength(12)
})
