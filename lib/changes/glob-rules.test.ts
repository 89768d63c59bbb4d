import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flowsOf, type PathRule, previewRules, ruleOf, SUGGESTED_RULES } from './glob-rules'
import { matchPath } from './path-pattern'

const rule = (of: Partial<PathRule>): PathRule => ({
  id: 'r',
  position: 1,
  pattern: '**',
  format: 'kestra',
  sourceId: 's',
  namespace: '',
  flow: '',
  ...of,
})

describe('a pattern', () => {
  test.each([
    ['flows/{namespace}/{flow}.yml', 'flows/shop/load.yml', { namespace: 'shop', flow: 'load' }],
    ['flows/{namespace}/{flow}.yml', 'flows/shop/eu/load.yml', null],
    ['flows/{namespace:**}/{flow}.yml', 'flows/shop/eu/load.yml', { namespace: 'shop/eu', flow: 'load' }],
    ['_flows/**', '_flows/a/b.yml', {}],
    ['_flows/**', 'flows/a.yml', null],
    ['**/*.py', 'a.py', {}],
    ['**/*.py', 'a/b/c.py', {}],
    ['a/**/b', 'a/b', {}],
    ['a/**/b', 'a/x/y/b', {}],
    ['a/**/b', 'a/xb', null],
    ['*.{yml,yaml}', 'a.yaml', {}],
    ['*.{yml,yaml}', 'a/b.yaml', null],
    ['{flow}.{yml,yaml}', 'load.yml', { flow: 'load' }],
    ['{a,b}/{c,d}', 'b/c', {}],
    ['a?c', 'abc', {}],
    ['a?c', 'a/c', null],
    ['/a', 'a', {}],
    ['a.c', 'abc', null],
    ['{flow}', '', null],
    ['[ab]', 'a', null],
  ])('%s against %s', (pattern, path, expected) => {
    expect(matchPath(pattern, path)).toEqual(expected)
  })

  test('agrees with the obvious regular expression', () => {
    const few = fc
      .array(fc.constantFrom('a', '/', '*', '**', '?'), { maxLength: 7 })
      .map((parts) => parts.join('').replace(/\*{3,}/g, '**'))
    const path = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 })
    fc.assert(
      fc.property(few, path, (pattern, text) => {
        const source = pattern
          .replace(/^\/+/, '')
          .replace(/\*\*\/|\*\*|\*|\?/g, (word) =>
            word === '**/' ? '(?:.*/)?' : word === '**' ? '.*' : word === '*' ? '[^/]*' : '[^/]',
          )
        const expected = new RegExp(`^${source}$`).test(text.replace(/^\/+/, ''))
        expect(matchPath(pattern, text) !== null).toBe(expected)
      }),
      { numRuns: 2_000 },
    )
  })

  test('made to be slow is not', () => {
    const started = performance.now()
    expect(matchPath(`${'**a'.repeat(40)}b`, 'a'.repeat(900))).toBeNull()
    expect(matchPath('{a,b}'.repeat(40), 'a')).toBeNull()
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('rules', () => {
  const first = rule({ id: 'a', position: 1, pattern: 'flows/eu/*.yml' })
  const second = rule({ id: 'b', position: 2, pattern: 'flows/**/*.yml' })

  test('the first that matches counts, in whatever order they come', () => {
    expect(ruleOf([second, first], 'flows/eu/a.yml')?.rule.id).toBe('a')
    expect(ruleOf([second, first], 'flows/us/a.yml')?.rule.id).toBe('b')
    expect(ruleOf([second, first], 'README.md')).toBeNull()
  })

  test('are shown with what they come to', () => {
    expect(previewRules([second, first], ['flows/eu/a.yml', 'flows/a.yml', 'x'])).toEqual({
      byRule: new Map([
        ['a', ['flows/eu/a.yml']],
        ['b', ['flows/a.yml']],
      ]),
      unmatched: ['x'],
    })
  })

  const named = (of: Partial<PathRule>, path: string, text: string) => {
    const found = ruleOf([rule(of)], path)
    return found === null
      ? []
      : flowsOf(found, 'github.com/octo/app', path, text).flows.map(
          ({ namespace, flow }) => `${namespace} ${flow}`,
        )
  }
  const KESTRA = 'id: load\nnamespace: shop'

  test.each([
    ['the file says', {}, ['shop load']],
    ['a tenant before it', { namespace: 'main/{namespace}' }, ['main/shop load']],
    ['the path says', { pattern: 'flows/{namespace}/{flow}.yml' }, ['x y']],
    ['the rule says', { namespace: 'n', flow: '{file}-{flow}' }, ['n y-load']],
    ['the repository says', { namespace: '{repository}' }, ['octo/app load']],
    ['a word that nothing fills stays', { namespace: '{nothing}' }, ['{nothing} load']],
  ])('name flows as %s', (_, of, expected) => {
    expect(named(of, 'flows/x/y.yml', KESTRA)).toEqual(expected)
  })

  test('that nobody has read is of the flow that its path names in full', () => {
    const named = (of: Partial<PathRule>, path: string) => {
      const matched = ruleOf([rule(of)], path)
      return matched === null ? [] : flowsOf(matched, 'github.com/octo/app', path, null).flows
    }
    const of = { pattern: 'flows/{space}/{flow}.yml', namespace: 'main/{space}' }
    expect(named(of, 'flows/shop/load.yml')).toEqual([{ namespace: 'main/shop', flow: 'load', text: '' }])
    expect(named({ ...of, namespace: '' }, 'flows/shop/load.yml')).toEqual([])
    expect(named({ ...of, pattern: 'flows/{space}/*.yml' }, 'flows/shop/load.yml')).toEqual([])
  })

  test('are suggested where tools keep their files', () => {
    const suggested = (kind: 'kestra' | 'github' | 'airflow' | 'gitlab', path: string, text: string) =>
      named({ ...SUGGESTED_RULES[kind]?.[0] }, path, text)
    expect(suggested('kestra', '_flows/shop/load.yml', KESTRA)).toEqual(['main/shop load'])
    expect(suggested('github', '.github/workflows/ci.yml', 'name: CI\non: push\njobs: {}')).toEqual([
      'octo/app CI',
    ])
    expect(suggested('github', '.github/workflows/ci.yml', 'on: push\njobs: {}')).toEqual([
      'octo/app .github/workflows/ci.yml',
    ])
    expect(suggested('airflow', 'dags/a/b.py', 'with DAG("x"):\n  pass\nDAG(dag_id="y")\n')).toEqual([
      'airflow x',
      'airflow y',
    ])
    expect(suggested('gitlab', '.gitlab-ci.yml', 'a: {script: x}')).toEqual(['octo/app octo/app'])
  })
})
