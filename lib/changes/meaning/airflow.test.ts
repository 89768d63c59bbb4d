import { describe, expect, test } from 'vitest'
import { differencesBetween } from '../diff'
import { summaryOf } from '../summary'
import { airflowParts } from './airflow'
import { meaningOf } from './meaning'

const DAG = `"""Loads the shops."""
from datetime import timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator

default_args = {"owner": "data", "retries": 1, "retry_delay": timedelta(minutes=5)}

with DAG("shops", schedule="0 3 * * *", default_args=default_args, catchup=False, tags=["a"]) as dag:
    extract = BashOperator(task_id="extract", bash_command="run extract")
    load = BashOperator(task_id="load", bash_command="run load")
    extract >> load
`
const hashOf = (text: string): string => {
  const meaning = meaningOf('airflow', text)
  return 'problem' in meaning ? meaning.problem : meaning.hash
}
const changed = (to: string, from = DAG) =>
  differencesBetween('airflow', airflowParts(from), airflowParts(to))
const told = (to: string) =>
  changed(to).map(({ class: of, path, from, to: after }) => [of, path, from, after])

describe('a DAG in Python', () => {
  test('is taken apart into what it says of itself, its tasks and what is left', () => {
    expect(airflowParts(DAG)).toEqual({
      dags: {
        shops: { schedule: '0 3 * * *', default_args: { code: 'default_args' }, catchup: false, tags: ['a'] },
      },
      default_args: { owner: 'data', retries: 1, retry_delay: { code: 'timedelta ( minutes = 5 )' } },
      tasks: {
        extract: { operator: 'BashOperator', bash_command: 'run extract' },
        load: { operator: 'BashOperator', bash_command: 'run load' },
      },
      dependencies: ['⟨extract⟩ >> ⟨load⟩'],
      imports: [
        'from airflow import DAG',
        'from airflow.operators.bash import BashOperator',
        'from datetime import timedelta',
      ],
      code: ['default_args = ⟨default_args⟩', 'with DAG ⟨shops⟩ as dag { }'],
    })
  })

  test('names what was changed', () => {
    expect(told(DAG.replace('0 3', '0 2'))).toEqual([
      ['schedule', 'dags.shops.schedule', '0 3 * * *', '0 2 * * *'],
    ])
    expect(told(DAG.replace('"retries": 1', '"retries": 3'))).toEqual([
      ['retries', 'default_args.retries', 1, 3],
    ])
    expect(told(DAG.replace('"data"', '"growth"'))).toEqual([
      ['owner', 'default_args.owner', 'data', 'growth'],
    ])
    expect(told(DAG.replace('run load', 'run all'))).toEqual([
      ['code', 'tasks.load.bash_command', 'run load', 'run all'],
    ])
    expect(told(DAG.replace('extract >> load', 'load >> extract'))).toEqual([
      ['dependencies', 'dependencies', ['⟨extract⟩ >> ⟨load⟩'], ['⟨load⟩ >> ⟨extract⟩']],
    ])
  })

  test('in one line', () => {
    const after = DAG.replace('0 3', '0 2')
      .replace('"retries": 1', '"retries": 3')
      .replace(
        '    extract >>',
        '    check = BashOperator(task_id="check", bash_command="c")\n    extract >> check >>',
      )
    expect(summaryOf(changed(after))).toBe(
      'schedule 03:00 → 02:00; +1 task; retries 1 → 3; dependencies changed',
    )
  })

  test('formatting, comments and what a task is called in the script make no version', () => {
    const same = DAG.replace('"""Loads the shops."""', '# other words')
      .replaceAll('"', "'")
      .replace('extract = Bash', 'first = Bash')
      .replace('extract >> load', 'first >> load  # in this order')
      .replace("catchup=False, tags=['a']", "catchup=False,\n    tags=[\n        'a',\n    ],\n")
    expect(hashOf(same)).toBe(hashOf(DAG))
  })

  test('tasks that change their names with each other are another DAG', () => {
    const swapped = DAG.replace('extract = Bash', 'x = Bash')
      .replace('load = Bash', 'extract = Bash')
      .replace('x = Bash', 'load = Bash')
    expect(hashOf(swapped)).not.toBe(hashOf(DAG))
  })

  test.each([
    [
      'a value that is worked out',
      DAG.replace('"run load"', 'run("load")'),
      DAG.replace('"run load"', 'run("all")'),
    ],
    ['a text and a name', DAG.replace('"run load"', 'load_it'), DAG.replace('"run load"', '"load_it"')],
    [
      'arguments that are handed on',
      DAG.replace('task_id="load",', '**more, task_id="load",'),
      DAG.replace('task_id="load",', '**less, task_id="load",'),
    ],
    [
      'a task that is made twice',
      `${DAG}\nBashOperator(task_id="load", bash_command="b")`,
      `${DAG}\nBashOperator(task_id="load", bash_command="c")`,
    ],
    [
      'tasks made in a loop',
      `${DAG}\nfor i in x:\n    BashOperator(task_id=f"t{i}")`,
      `${DAG}\nfor i in y:\n    BashOperator(task_id=f"t{i}")`,
    ],
    [
      'a variable that is set twice',
      `${DAG}\nload = 1\nload >> extract`,
      `${DAG}\nload = 2\nload >> extract`,
    ],
    [
      'the function of a task',
      '@task(retries=1)\ndef a():\n  return 1',
      '@task(retries=1)\ndef a():\n  return 2',
    ],
    [
      'another DAG of one name',
      `${DAG}\nDAG("shops", schedule=None)`,
      `${DAG}\nDAG("shops", schedule="@daily")`,
    ],
  ])('%s is told apart', (_, a, b) => {
    expect(hashOf(a)).not.toBe(hashOf(b))
    expect(changed(b, a).length).toBeGreaterThan(0)
  })

  test('by decorators', () => {
    const text =
      '@dag(schedule="@daily")\ndef shops():\n    @task(retries=2)\n    def load():\n        go()\n    load()\nshops()\n'
    expect(airflowParts(text)).toMatchObject({
      dags: { shops: { schedule: '@daily' } },
      tasks: { load: { operator: '@task', retries: 2 } },
    })
  })
})

describe('a serialised DAG', () => {
  const hex = (seed: number) => (seed * 2_654_435_761).toString(16).padStart(12, '0').slice(-12)
  const parse = (seed: number) =>
    JSON.stringify({
      __version: 3,
      dag: {
        dag_id: 'shops',
        fileloc: `/opt/dags/${seed}/shops.py`,
        last_parsed_time: 1_700_000_000 + seed,
        tags: seed % 2 === 0 ? ['a', 'b'] : ['b', 'a'],
        start_date: 1_700_000_000.5 + seed,
        tasks: [
          {
            __type: 'operator',
            __var: {
              task_id: 'load',
              op_kwargs: {
                run: `0b2c3d4e-0000-4000-8000-${hex(seed)}`,
                on: { __type: 'set', __var: seed % 3 === 0 ? [1, 2] : [2, 1] },
              },
              python_callable: `<function load at 0x7f${hex(seed)}>`,
              now: `2026-11-21T03:00:00.${String(seed).padStart(6, '0')}+00:00`,
              downstream_task_ids: seed % 2 === 0 ? ['x', 'y'] : ['y', 'x'],
              connection_id: '0b2c3d4e-0000-4000-8000-000000000001',
            },
          },
          { __type: 'operator', __var: { task_id: 'x' } },
        ].toSorted(() => (seed % 2 === 0 ? 1 : -1)),
      },
    })

  test('parsed 500 times with drawn ids is one version', () => {
    const hashes = new Set(Array.from({ length: 500 }, (_, seed) => hashOf(parse(seed))))
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  test('with another connection, task or argument is another', () => {
    const base = hashOf(parse(1))
    expect(hashOf(parse(1).replace('000000000001', '000000000002'))).not.toBe(base)
    expect(hashOf(parse(1).replace('"x"}', '"z"}'))).not.toBe(base)
  })
})

test('Python parsed 500 times makes one version, whatever is said around it', () => {
  const hashes = new Set(
    Array.from({ length: 500 }, (_, seed) => hashOf(`# parsed ${seed}\n${DAG}\n\n# ${seed}`)),
  )
  expect(hashes.size).toBe(1)
})
