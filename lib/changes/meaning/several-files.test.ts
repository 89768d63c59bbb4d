import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDefinitions } from '../compare-definitions'
import { summaryOf } from '../summary'
import { hashOfModules, hashOfText, meaningOf } from './meaning'
import { importsIn } from './python-imports'
import { joinFiles, splitFiles, type TextFile } from './several-files'

const hashOf = (format: string, files: Record<string, string>): string => {
  const meaning = meaningOf(format, joined(files))
  if ('problem' in meaning) throw new Error(meaning.problem)
  return meaning.hash
}
const joined = (files: Record<string, string>): string =>
  joinFiles(Object.entries(files).map(([path, text]) => ({ path, text })))

test('several files as one text are the same files again, whatever stands in them', () => {
  const word = fc.constantFrom('==> a <==', '\\==> a <==', '\\\\==> ', '\n', '\r', 'x', '==>', ' ')
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(''))
  const files = fc.array(fc.record({ path: fc.constantFrom('a.py', 'b/c d.tf', '==> <=='), text }), {
    minLength: 1,
  })
  fc.assert(
    fc.property(files, (some: TextFile[]) => {
      expect(splitFiles(joinFiles(some))).toEqual(some)
    }),
  )
})

describe('Terraform', () => {
  const [bucket, role, more] = [
    'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n',
    'resource "aws_iam_role" "r" {\n  name = "r"\n}\n',
    'locals {\n  a = 1\n}\nprovider "aws" {\n  alias = "eu"\n}\nprovider "aws" {\n  region = "us"\n}\n',
  ]

  test('a block means the same in whichever file it stands', () => {
    const one = hashOf('terraform', { 'main.tf': `${bucket}${role}${more}` })
    expect(hashOf('terraform', { 'main.tf': bucket, 'iam.tf': role, 'z.tf': more })).toBe(one)
    expect(hashOf('terraform', { 'main.tf': more, 'a.tf': `${role}${bucket}` })).toBe(one)
    expect(hashOf('terraform', { 'main.tf': bucket, 'iam.tf': role })).not.toBe(one)
    expect(hashOf('terraform', { 'main.tf': `${bucket}${role}${more}`, 'empty.tf': '# nothing' })).toBe(one)
  })

  test('locals of two files are one, and what differs is named', () => {
    const before = joined({ 'main.tf': 'locals {\n  a = 1\n}\n', 'b.tf': 'locals {\n  b = 2\n}\n' })
    const after = joined({ 'main.tf': 'locals {\n  a = 1\n  b = 3\n}\n', 'b.tf': '' })
    const { differences } = compareDefinitions(
      { hash: 'x', format: 'terraform', text: before, number: 1 },
      { hash: 'y', format: 'terraform', text: after, number: 2 },
    )
    expect(differences).toMatchObject([{ path: 'locals.b', from: '2', to: '3' }])
  })
})

describe('GitLab', () => {
  const job = 'build:\n  script: make\n'

  test('a job means the same in an included file', () => {
    const one = hashOf('gitlab', { '.gitlab-ci.yml': `stages: [a]\n${job}` })
    expect(hashOf('gitlab', { '.gitlab-ci.yml': 'include: /ci/b.yml\nstages: [a]\n', 'ci/b.yml': job })).toBe(
      one,
    )
    const nested = {
      '.gitlab-ci.yml': 'include:\n  - local: ci/*.yml\nstages: [a]\n',
      'ci/b.yml': 'include: other/c.yml\n',
      'other/c.yml': `include: ci/b.yml\n${job}`,
    }
    expect(hashOf('gitlab', nested)).toBe(one)
  })

  test('the pipeline has the last word, and what stands elsewhere stays named', () => {
    const parts = partsOf('gitlab', {
      '.gitlab-ci.yml':
        'include:\n  - ci/b.yml\n  - template: Jobs/Build.gitlab-ci.yml\nbuild:\n  script: ninja\n',
      'ci/b.yml': 'build:\n  image: alpine\n  script: make\n',
    })
    expect(parts).toEqual({
      include: [{ template: 'Jobs/Build.gitlab-ci.yml' }],
      build: { image: 'alpine', script: ['ninja'] },
    })
  })
})

const partsOf = (format: string, files: Record<string, string>) => {
  const meaning = meaningOf(format, joined(files))
  if ('problem' in meaning) throw new Error(meaning.problem)
  return meaning.parts
}

describe('a script with what it imports', () => {
  const dag = 'from airflow import DAG\nfrom helpers.tax import rate\nwith DAG("x"):\n    rate()\n'

  test('is another where a module is another, told with its file', () => {
    const before = joined({ 'dags/x.py': dag, 'dags/helpers/tax.py': 'def rate():\n    return 19\n' })
    const after = joined({
      'dags/x.py': `# said better\n${dag}`,
      'dags/helpers/tax.py': 'import math\ndef rate():\n    return 21\n',
    })
    const compared = compareDefinitions(
      { hash: 'x', format: 'airflow', text: before, number: 1 },
      { hash: 'y', format: 'airflow', text: after, number: 2 },
    )
    expect(compared.classes).toEqual(['code', 'dependencies'])
    expect(compared.differences.map(({ path }) => path)).toEqual([
      'modules.dags/helpers/tax.py.imports',
      'modules.dags/helpers/tax.py.code[0]',
    ])
    expect(summaryOf(compared.differences)).toBe('dags/helpers/tax.py changed')
  })

  test('means what its files mean, by their hashes alone', () => {
    const files = { 'dags/x.py': dag, 'dags/helpers/tax.py': 'RATE = 19\n', 'dags/b.py': 'not = = python' }
    const hash = hashOfModules('airflow', hashOfText('airflow', dag), [
      { path: 'dags/b.py', hash: hashOfText('python', 'not = = python') },
      { path: 'dags/helpers/tax.py', hash: hashOfText('python', '# the rate\nRATE  =  19') },
    ])
    expect(hashOf('airflow', files)).toBe(hash)
    expect(hashOf('airflow', { 'dags/x.py': dag })).toBe(hashOfText('airflow', dag))
  })
})

test('what a script imports, absolute and relative, also within functions', () => {
  const text = `from ..a.b import (c as d, e)
from ... import x
import a.b.c as q, z
from .h import *
def f():
    from helpers.tax import rate
`
  expect(importsIn(text)).toEqual([
    { module: 'a.b', level: 2, names: ['c', 'e'] },
    { module: '', level: 3, names: ['x'] },
    { module: 'a.b.c', level: 0, names: [] },
    { module: 'z', level: 0, names: [] },
    { module: 'h', level: 1, names: ['*'] },
    { module: 'helpers.tax', level: 0, names: ['rate'] },
  ])
  expect(importsIn('from = 1')).toEqual([])
})
