import { describe, expect, test } from 'vitest'
import { codeOwners, type OwnersDialect } from './code-owners'

const owners = (text: string, path: string, dialect: OwnersDialect = 'github') =>
  codeOwners(
    text,
    dialect,
  )(path).map((each) => (each.section === null ? each.owners : [each.section, ...each.owners]))

describe('CODEOWNERS of GitHub', () => {
  test.each([
    ['* @all', 'a/b.yml', [['@all']]],
    ['*.js @js', 'a/b.js', [['@js']]],
    ['*.js @js', 'a/b.ts', []],
    ['/build/logs/ @doctocat', 'build/logs/a/b', [['@doctocat']]],
    ['/build/logs/ @doctocat', 'x/build/logs/a', []],
    ['docs/* docs@example.com', 'docs/getting-started.md', [['docs@example.com']]],
    ['docs/* docs@example.com', 'docs/build-app/troubleshooting.md', []],
    ['apps/ @octocat', 'x/apps/a', [['@octocat']]],
    ['/docs/ @doctocat', 'docs', []],
    ['**/logs @octocat', 'deeply/nested/logs/a', [['@octocat']]],
    ['/apps/ @octocat\n/apps/github', 'apps/github/x', []],
    ['* @a\n/flows @b @org/team # ours', 'flows/x.yml', [['@b', '@org/team']]],
    ['* @a\n!x @b', 'x', [['@a']]],
    ['/a/**/z @b', 'a/z', [['@b']]],
    ['/a/**/z @b', 'a/x/y/z', [['@b']]],
    ['/a\\ b/ @b', 'a b/c', [['@b']]],
    ['a* @b', 'abc/d', [['@b']]],
    ['', 'x', []],
  ])('%j of %s', (text, path, expected) => {
    expect(owners(text, path)).toEqual(expected)
  })
})

test('the last match counts and says where it stands', () => {
  expect(codeOwners('# head\n* @a\n/flows @b', 'github')('flows/x')).toEqual([
    { section: null, owners: ['@b'], pattern: '/flows', line: 3, isOptional: false },
  ])
})

test('of GitLab has sections, with owners of their own', () => {
  const text =
    '* @all\n[Data][2] @data\nflows/\nflows/secret/ @vault\n^[Docs]\n*.md @writers\n[data]\n*.sql @sql\n!flows/free/\n'
  expect(owners(text, 'flows/a', 'gitlab')).toEqual([['@all'], ['Data', '@data']])
  expect(owners(text, 'flows/secret/a', 'gitlab')).toEqual([['@all'], ['Data', '@vault']])
  expect(owners(text, 'flows/a.sql', 'gitlab')).toEqual([['@all'], ['Data', '@sql']])
  expect(owners(text, 'flows/free/a', 'gitlab')).toEqual([['@all']])
  expect(codeOwners(text, 'gitlab')('a.md')[1]).toMatchObject({ section: 'Docs', isOptional: true })
})

test('of Bitbucket takes groups, and what is taken out', () => {
  expect(owners('flows/ @@data @@@admins\n!flows/x/', 'flows/a', 'bitbucket')).toEqual([
    ['@@data', '@@@admins'],
  ])
  expect(owners('flows/ @@data\n!flows/x/', 'flows/x/a', 'bitbucket')).toEqual([])
})

test('made to be slow is not', () => {
  const started = performance.now()
  expect(owners(`${'**/a*a*a*'.repeat(30)} @a`, 'a/'.repeat(300))).toEqual([])
  expect(performance.now() - started).toBeLessThan(1_000)
})
