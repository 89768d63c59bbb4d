import { describe, expect, test } from 'vitest'
import type { Standing } from '@/lib/model/flow-change'
import { lagWords, placesOf } from './drift-words'

const standing = (of: Partial<Standing>): Standing => ({
  ...{ hash: 'abcdef0123', at: '2026-11-21T10:00:00.000Z', version: null, commit: null },
  ...of,
})

test('the lag is told in commits and in hours, in days where it is long', () => {
  expect(lagWords(3, 5.4)).toBe('3 commits, 5 hours')
  expect(lagWords(1, 0.2)).toBe('1 commit, under an hour')
  expect(lagWords(null, 100)).toBe('4 days')
  expect(lagWords(0, null)).toBeNull()
})

describe('what stands where', () => {
  const words = (of: Partial<Standing> | null) =>
    placesOf(
      { git: null, deployed: of && standing(of), executed: null, lagHours: null, because: '' },
      null,
    )[1]?.words

  test('is told by path and commit in Git', () => {
    const git = { ...standing({ commit: '0123456789' }), repositoryId: 'r', path: 'flows/a.yml' }
    const [found] = placesOf({ git, deployed: null, executed: null, lagHours: null, because: '' }, 'h/r')
    expect(found).toMatchObject({
      words: 'flows/a.yml',
      commit: '0123456',
      title: 'h/r flows/a.yml 0123456789',
    })
  })

  test('is told by the word that the tool has, else by commit, else by its hash', () => {
    expect(words({ version: '17' })).toBe('revision 17')
    expect(words({ version: 'v2.1', commit: 'x' })).toBe('v2.1')
    expect(words({ commit: '0123456789' })).toBe('0123456')
    expect(words({})).toBe('definition abcdef0')
    expect(words({ hash: null })).toBe('taken away')
    expect(words(null)).toBeNull()
  })
})
