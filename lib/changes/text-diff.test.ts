import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hunksOf, linesOf, sideBySide, textOf } from './text-diff'

const shown = (before: string, after: string) =>
  linesOf(before, after)?.map(
    (line) => `${line.kind[0]} ${line.before ?? '-'} ${line.after ?? '-'} ${textOf(line)}`,
  )

test('lines have the numbers that they have in their texts', () => {
  expect(shown('a\nb\nc\n', 'a\nx\nc\nd')).toEqual(['s 1 1 a', 'r 2 - b', 'a - 2 x', 's 3 3 c', 'a - 4 d'])
  expect(shown('a\r\nb', 'a\nb\n')).toEqual(['s 1 1 a', 's 2 2 b'])
  expect(shown('', 'a')).toEqual(['a - 1 a'])
})

test('side by side a line stands beside the one that took its place', () => {
  const rows = sideBySide(linesOf('cron: "0 3 * * *"\nx', 'cron: "0 2 * * *"\nx\ny') ?? [])
  expect(rows.map(({ left, right }) => [left && textOf(left), right && textOf(right)])).toEqual([
    ['cron: "0 3 * * *"', 'cron: "0 2 * * *"'],
    ['x', 'x'],
    [null, 'y'],
  ])
  expect(rows[0]?.right?.words.filter(({ isChanged }) => isChanged)).toEqual([{ text: '2', isChanged: true }])
})

test('whatever the texts are, their lines are all there', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c d', ''), { minLength: 1, maxLength: 12 })
    .map((lines) => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = linesOf(before, after) ?? []
      const rebuilt = (without: string) =>
        `${lines
          .filter(({ kind }) => kind !== without)
          .map(textOf)
          .join('\n')}\n`
      expect(rebuilt('added')).toBe(before)
      expect(rebuilt('removed')).toBe(after)
      const rows = sideBySide(lines)
      expect(`${rows.flatMap(({ left }) => (left === null ? [] : textOf(left))).join('\n')}\n`).toBe(before)
      const hunks = hunksOf(lines, ({ kind }) => kind === 'same', 1)
      expect(hunks.reduce((sum, hunk) => sum + hunk.skipped + hunk.rows.length, 0)).toBe(lines.length)
    }),
  )
})
