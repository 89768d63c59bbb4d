import { describe, expect, test } from 'vitest'
import { flowsIn } from './flows-in'
import { meaningOf } from './meaning'

const names = (format: string, text: string, path = 'a/b.yml') =>
  flowsIn(format, path, text).flows.map(({ namespace, flow }) => [namespace, flow])

describe('the flows in a file', () => {
  test('of Kestra, each document one', () => {
    expect(names('kestra', 'id: a\nnamespace: x')).toEqual([['x', 'a']])
    expect(names('kestra', 'id: a\nnamespace: x\n---\nid: b\nnamespace: y')).toEqual([
      ['x', 'a'],
      ['y', 'b'],
    ])
    expect(names('kestra', 'id: a')).toEqual([])
    expect(flowsIn('kestra', 'a.yml', 'id: [')).toMatchObject({
      flows: [],
      problem: expect.stringMatching(/^line 1: Flow sequence/),
    })
    expect(flowsIn('airflow', 'dags/x.py', 'a = 1\n\nb = = 2\n')).toEqual({
      flows: [],
      problem: 'line 3: not understood as Python',
    })
  })

  test('of Prefect by flow, meaning what the API says of the deployment', () => {
    const file =
      'pull: [{x: 1}]\ndeployments:\n- name: nightly\n  entrypoint: f.py:load_all\n  schedules: [{cron: 0 3 * * *}]\n- {name: a, entrypoint: "g.py:other"}\n- {name: b, entrypoint: "g.py:other"}\n'
    expect(names('prefect', file)).toEqual([
      ['prefect', 'load-all'],
      ['prefect', 'other'],
    ])
    const [first] = flowsIn('prefect', 'prefect.yaml', file).flows
    const api = {
      id: 'x',
      name: 'nightly',
      entrypoint: 'f.py:load_all',
      pull_steps: [{ x: 1 }],
      schedules: [{ schedule: { cron: '0 3 * * *' }, active: true }],
    }
    expect(meaningOf('prefect', first?.text ?? '')).toEqual(meaningOf('prefect', JSON.stringify(api)))
    expect(
      names(
        'prefect',
        'from prefect import flow\n@flow\ndef load_it():\n  pass\n@flow(name="Other")\ndef b(): pass',
      ),
    ).toEqual([
      ['prefect', 'load-it'],
      ['prefect', 'Other'],
    ])
  })

  test('of Python by the literals that name them', () => {
    expect(
      names(
        'airflow',
        'with models.DAG(dag_id="a") as d: pass\n@dag(dag_id="b")\ndef x(): pass\n@dag\ndef c(): pass\nDAG(name)',
      ),
    ).toEqual([
      ['airflow', 'a'],
      ['airflow', 'b'],
      ['airflow', 'c'],
    ])
    expect(
      names(
        'dagster',
        'x = define_asset_job("a", selection=s)\n@job(name="b")\ndef y(): pass\n@dg.job\ndef z(): pass',
      ),
    ).toEqual([
      ['dagster', 'a'],
      ['dagster', 'b'],
      ['dagster', 'z'],
    ])
    expect(names('airflow', 'def f(:')).toEqual([])
  })

  test('of Kubernetes by kind', () => {
    expect(
      names(
        'kubernetes',
        'kind: CronJob\nmetadata: {name: a, namespace: n}\n---\nkind: ConfigMap\nmetadata: {name: b}\n---\nkind: Job\nmetadata: {generateName: c-}',
      ),
    ).toEqual([
      ['n', 'a'],
      ['default', 'c'],
    ])
  })

  test('of others by name or path', () => {
    expect(names('github', 'jobs: {}', '.github/workflows/x.yml')).toEqual([['', '.github/workflows/x.yml']])
    expect(names('github', 'runs: {}', 'action.yml')).toEqual([])
    expect(names('terraform', 'a = 1', 'network/main.tf')).toEqual([['', 'network']])
    expect(names('airbyte', '{"name":"A to B"}')).toEqual([['airbyte', 'A to B']])
    expect(names('dbt', 'name: shop', 'dbt_project.yml')).toEqual([['shop', 'shop']])
    expect(names('text', 'x', 'a/Jenkinsfile')).toEqual([['', 'Jenkinsfile']])
    expect(names('constructor', 'x', 'a/.hidden')).toEqual([['', '.hidden']])
  })
})
