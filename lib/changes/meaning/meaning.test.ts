import { describe, expect, test } from 'vitest'
import { meaningOf } from './meaning'

const hashOf = (format: string, text: string): string => {
  const meaning = meaningOf(format, text)
  return 'problem' in meaning ? `problem: ${meaning.problem}` : meaning.hash
}
const same = (format: string, a: string, b: string) => {
  expect(hashOf(format, a)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf(format, b)).toBe(hashOf(format, a))
}
const differ = (format: string, a: string, b: string) => {
  expect(hashOf(format, a)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf(format, b)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf(format, b)).not.toBe(hashOf(format, a))
}

describe('kestra', () => {
  const flow =
    'id: load\nnamespace: shop\ntasks:\n  - id: a\n    type: x.Log\n    message: hi\n  - id: b\n    type: x.Log\n'
  test('comments, quotes, order of keys, revision and source are noise', () => {
    same(
      'kestra',
      flow,
      '# say\nnamespace: "shop"\nrevision: 7\nid: load\nsource: |\n  id: load\ndeleted: false\ndisabled: false\ntasks:\n- {type: "x.Log", id: a, message: \'hi\'}\n- id: b # two\n  type: x.Log\n',
    )
  })
  test('the order of tasks is meant', () => {
    differ(
      'kestra',
      flow,
      'id: load\nnamespace: shop\ntasks:\n  - id: b\n    type: x.Log\n  - id: a\n    type: x.Log\n    message: hi\n',
    )
  })
  test('labels as a list say what an object says', () => {
    same(
      'kestra',
      'id: a\nlabels: {team: x, kind: y}',
      'id: a\nlabels:\n- {key: kind, value: y}\n- {key: team, value: x}',
    )
  })
  test.each(['a: [1', 'a: 1\na: 2', '- 1', '', 'a: &a [*a, *a]\nb: *nothing'])(
    '%j is a problem, not a version',
    (text) => {
      expect(meaningOf('kestra', text)).toHaveProperty('problem')
    },
  )
})

describe('python', () => {
  test('comments, documentation, formatting, quotes, imports in another order are noise', () => {
    same(
      'python',
      'import a\nfrom b import c, d\ndef f(x):\n  """Says."""\n  return g(x, [1, 2])\n',
      '# head\nfrom b import (\n    d,\n    c,  # both\n)\nimport a\n\n\ndef f(\n    x,\n):\n    # inside\n    return g(\n        x,\n        [\n            1,\n            2,\n        ],\n    )\n',
    )
    same('python', "x = 'a'", 'x = "a"')
  })
  test('indentation, order of statements and a tuple of one are meant', () => {
    differ('python', 'if a:\n  b()\nc()\n', 'if a:\n  b()\n  c()\n')
    differ('python', 'a()\nb()', 'b()\na()')
    differ('python', 'x = (1,)', 'x = (1)')
    differ('python', "x = ' a'", "x = 'a'")
    differ('python', "x = f'{a} b'", "x = f'{a}  b'")
  })
  test('what is no Python is compared by its lines', () => {
    same('python', 'def (:\n  x  \n', 'def (:\n  x\n\n')
    differ('python', 'def (:\n  x', 'def (:\n  y')
  })
})

describe('other formats', () => {
  test('github', () => {
    same(
      'github',
      'on: push\njobs:\n  a:\n    needs: b\n    steps: [{run: x}]',
      'on: [push]\njobs:\n  a:\n    steps:\n    - run: "x"\n    needs: [b]',
    )
    differ('github', 'on: push\njobs: {}', 'on: push\npermissions: {}\njobs: {}')
  })
  test('gitlab', () => {
    same('gitlab', 'a:\n  script: x\nb:\n  needs: [a, c]', 'b:\n  needs: [c, a]\na:\n  script: [x]')
    differ('gitlab', 'a:\n  script: !reference [.x, script]', 'a:\n  script: !reference [.y, script]')
    differ('gitlab', 'a:\n  script: !reference [.x, script]', 'a:\n  script: [.x, script]')
  })
  test('a file of prefect and what its API says of the deployment', () => {
    const file =
      'name: nightly\nentrypoint: f.py:load\nschedules:\n- cron: 0 3 * * *\n  timezone: UTC\nwork_pool: {name: k8s}\ntags: [b, a]'
    const api = JSON.stringify({
      id: 'x',
      created: '2026',
      name: 'nightly',
      entrypoint: 'f.py:load',
      schedules: [{ id: 's', schedule: { cron: '0 3 * * *', timezone: 'UTC', day_or: true }, active: true }],
      work_pool_name: 'k8s',
      work_queue_name: 'default',
      tags: ['a', 'b'],
      parameters: {},
      paused: false,
    })
    same('prefect', file, api)
    differ('prefect', file, file.replace('0 3', '0 2'))
  })
  test('sql and dbt', () => {
    same('sql', 'select a,b -- two\nfrom t;', 'select a , b\n/* x */ from t')
    differ('sql', "select 'a  b'", "select 'a b'")
    same('dbt', "{# say #}select * from {{ ref('x') }}", "select *\nfrom {{ref('x')}}")
    same(
      'dbt',
      '{"metadata":{"generated_at":"1"},"nodes":{"model.a.b":{"raw_code":"select 1","checksum":{"checksum":"x"},"created_at":1.5}}}',
      '{"metadata":{"generated_at":"2"},"nodes":{"model.a.b":{"raw_code":"select  1","checksum":{"checksum":"y"},"created_at":2.5}}}',
    )
  })
  test('terraform', () => {
    same(
      'terraform',
      'resource "a" "b" {\n  x = 1 # one\n  y = [\n    1,\n    2,\n  ]\n}\nlocals {\n  a = "x"\n}\n',
      '// head\nlocals { a = "x" }\nresource "a" "b" {\n  y = [1, 2]\n  x = 1\n}',
    )
    differ('terraform', 'resource "a" "b" {\n  x = 1\n}', 'resource "a" "b" {\n  x = 2\n}')
    differ('terraform', 'a = "x # y"', 'a = "x # z"')
  })
  test('kubernetes', () => {
    const job =
      'kind: CronJob\nmetadata: {name: a, namespace: b}\nspec: {schedule: "0 3 * * *", volumes: [{emptyDir: {}}]}'
    same(
      'kubernetes',
      job,
      'kind: CronJob\nmetadata:\n  name: a\n  namespace: b\n  resourceVersion: "7"\n  managedFields: [{}]\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}\nspec: {schedule: "0 3 * * *", volumes: [{emptyDir: {}}]}\nstatus: {active: 1}',
    )
    differ('kubernetes', job, job.replace('0 3', '0 2'))
  })
  test('airbyte', () => {
    const connection = {
      connectionId: 'c',
      name: 'n',
      updatedAt: 1,
      status: 'active',
      syncCatalog: { streams: [{ stream: { name: 'a' } }, { stream: { name: 'b' } }] },
    }
    const again = {
      ...connection,
      updatedAt: 2,
      syncCatalog: { streams: connection.syncCatalog.streams.toReversed() },
    }
    same('airbyte', JSON.stringify(connection), JSON.stringify(again))
    differ('airbyte', JSON.stringify(connection), JSON.stringify({ ...connection, status: 'inactive' }))
  })
  test('text and formats that nobody knows', () => {
    same('text', 'a \nb\n\n', '\na\r\nb')
    same('nothing such', 'a', 'a ')
    differ('text', ' a', 'a')
  })
})
