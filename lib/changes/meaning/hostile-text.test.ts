import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flowsIn } from './flows-in'
import { DEFINITION_FORMATS, meaningOf } from './meaning'

const FORMATS = DEFINITION_FORMATS.map(({ id }) => id)

const SEEDS = [
  'id: load\nnamespace: shop\ntasks:\n  - {id: a, type: x, message: "{{ x }}"}\nlabels: [{key: a, value: b}]\n',
  'from airflow import DAG\nwith DAG("x", schedule="@daily", default_args={"retries": 1}) as d:\n    a = Op(task_id="a")\n    a >> b\n',
  '{"dag": {"dag_id": "x", "tasks": [{"__var": {"task_id": "a"}}], "tags": ["b"]}}',
  'resource "a" "b" {\n  x = [1, 2]\n  y = <<EOT\n  z\nEOT\n}\n',
  "select * from {{ ref('a') }} -- x\nwhere b = 'c' and $$d$$ = \"e\";",
  'kind: List\nitems: [{kind: CronJob, metadata: {name: a, labels: {}}, spec: {}}]\n---\n- 1\n',
  'a: &x {b: 1}\nc: {<<: *x}\nd: !reference [e, f]\n? [g]\n: h\n2001-01-01: .inf\n',
  'deployments:\n- {name: a, entrypoint: "f.py:g", schedules: [{cron: "* * * * *"}], work_pool: {name: p}}\n',
]

/** Texts that begin as something and were cut, doubled and mixed with what breaks readers. */
const anyText = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(
      fc.tuple(
        fc.nat(200),
        fc.nat(30),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 4 }),
          fc.constantFrom(
            '"',
            '{',
            '[',
            '\n',
            '"""',
            '/*',
            '<<A\n',
            '\ud800',
            '__proto__: 1\n',
            '"constructor": {',
            ' - ',
            '&a [*a]',
            '{{',
            '\0',
          ),
        ),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([seed, cuts]) =>
    cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), seed),
  )

describe('whatever is sent', () => {
  test('has a meaning or a problem, and the same each time', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...FORMATS), (text, format) => {
        const meaning = meaningOf(format, text)
        if ('problem' in meaning) expect(meaning.problem).not.toBe('')
        else expect(meaning.hash).toMatch(/^[0-9a-f]{64}$/)
        expect(meaningOf(format, text)).toEqual(meaning)
        for (const { flow } of flowsIn(format, 'a/b.yml', text).flows) expect(typeof flow).toBe('string')
      }),
      { numRuns: 600 },
    )
  })

  // Nested without end, as V8 aborts the process where a regular expression is compiled at the end of the stack.
  test.each(FORMATS)('%s: texts that are made to be slow or deep are neither', (format) => {
    const started = performance.now()
    for (const piece of ENDLESS) {
      meaningOf(format, piece.repeat(1_500))
      flowsIn(format, 'a.yml', piece.repeat(300))
    }
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

const ENDLESS = [
  '"',
  '{',
  '[',
  '(',
  '/*',
  '<<A\n',
  '$a$',
  '{{',
  '${',
  '- ',
  'a: ',
  '&a ',
  '#',
  "'''",
  'a >> ',
  '@dag\n',
  '{#',
  '"${',
  '{"a":',
  'a {\n',
  'lambda: ',
  'if a: ',
]

test('a name of JavaScript is a name like others', () => {
  const [a, b] = ['1', '2'].map((value) =>
    meaningOf('kestra', `id: a\nnamespace: b\nvariables: {__proto__: ${value}, constructor: 3}`),
  )
  expect(a).toHaveProperty('hash')
  expect(a).not.toEqual(b)
})
