import { describe, expect, test } from 'vitest'
import { auditRetentionForm, auditViewForm, holdForm, publicationForm } from './audit-forms'

const team = '0a000000-0000-4000-8000-000000000001'
const hold = (of: object) =>
  holdForm.safeParse({ keeps: 'all', teamId: '', target: '', reason: 'Case 1', ...of })

describe('a hold', () => {
  test('keeps all, a team, or one thing', () => {
    expect(hold({}).data).toEqual({ scope: 'all', reason: 'Case 1' })
    expect(hold({ keeps: 'team', teamId: team }).data).toEqual({
      scope: 'team',
      teamId: team,
      reason: 'Case 1',
    })
    expect(hold({ keeps: 'target', target: 'source:a:b' }).data).toEqual({
      ...{ scope: 'target', reason: 'Case 1' },
      target: { kind: 'source', id: 'a:b' },
    })
  })

  test('says which field is not right', () => {
    expect(hold({ keeps: 'team' }).error?.issues[0]).toMatchObject({ path: ['teamId'] })
    expect(hold({ keeps: 'target', target: 'source' }).error?.issues[0]).toMatchObject({ path: ['target'] })
    expect(hold({ reason: ' ' }).error?.issues[0]).toMatchObject({ path: ['reason'] })
  })
})

test('the log is kept for good, or for whole days', () => {
  expect(auditRetentionForm.parse({ days: '' })).toEqual({ days: null })
  expect(auditRetentionForm.parse({ days: '365' })).toEqual({ days: 365 })
  for (const days of ['0', '29', '1.5', 'x', '99999'])
    expect(auditRetentionForm.safeParse({ days }).success, days).toBe(false)
})

test('an empty secret of a repository is none', () => {
  const form = { kind: 'git', remote: 'https://git.example.com/a', branch: 'main', folder: '', username: '' }
  expect(publicationForm.parse({ ...form, secret: '' })).toMatchObject({ kind: 'git', secret: null })
  expect(publicationForm.safeParse({ kind: 'webhook' }).success).toBe(false)
})

test('what a search does not understand is not kept', () => {
  const view = { name: 'Mine', query: 'outcome=denied&nothing=1&after=7', teamId: '' }
  expect(auditViewForm.parse(view)).toEqual({ name: 'Mine', query: 'outcome=denied', teamId: null })
  expect(auditViewForm.safeParse({ ...view, teamId: team }).success).toBe(false)
})
