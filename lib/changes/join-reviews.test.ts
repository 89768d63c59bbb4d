import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MergeTelling, ReviewTelling } from '@/lib/model/change'
import { withReviews } from './join-reviews'

const actor = (id: string) => ({ kind: 'github' as const, id })
const merge: MergeTelling = {
  about: 'merge',
  repository: 'github.com/octo/app',
  branch: 'main',
  number: '4',
  title: 'x',
  at: '10',
  sha: 'a'.repeat(40),
  author: actor('ada'),
  merger: null,
  reviewers: [{ actor: actor('linus'), verdict: 'asked' }],
}
const review = (id: string, verdict: ReviewTelling['verdict'], at: string): ReviewTelling => ({
  about: 'review',
  repository: merge.repository,
  number: '4',
  at,
  actor: actor(id),
  verdict,
})

test('the last word of each reviewer counts, and a remark takes no approval back', () => {
  const reviews = [
    review('grace', 'changes', '1'),
    review('Linus', 'approved', '2'),
    review('grace', 'approved', '3'),
    review('linus', 'commented', '4'),
    review('mary', 'commented', '5'),
  ]
  const joined = withReviews(merge, reviews).reviewers.map((each) => [each.actor.id, each.verdict])
  expect(joined).toEqual([
    ['grace', 'approved'],
    ['Linus', 'approved'],
    ['mary', 'commented'],
  ])
  fc.assert(
    fc.property(fc.shuffledSubarray([...reviews, ...reviews], { minLength: 10 }), (order) => {
      expect(withReviews(merge, order)).toEqual(withReviews(merge, reviews))
    }),
  )
})
