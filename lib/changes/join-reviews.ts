import { actorKey, type MergeTelling, type ReviewTelling } from '@/lib/model/change'

/** A merge with what events of their own said of it: of each reviewer the last word, in no order that matters. */
export function withReviews(merge: MergeTelling, reviews: readonly ReviewTelling[]): MergeTelling {
  const found = new Map(merge.reviewers.map((each) => [actorKey(each.actor), each]))
  const inTime = reviews.toSorted(
    (a, b) => compare(BigInt(a.at), BigInt(b.at)) || compare(a.verdict, b.verdict),
  )
  for (const { actor, verdict } of inTime) {
    const key = actorKey(actor)
    // A remark takes no approval back.
    const isRemark =
      verdict === 'commented' && ['approved', 'changes'].includes(found.get(key)?.verdict ?? '')
    if (!isRemark) found.set(key, { actor, verdict })
  }
  const reviewers = [...found].toSorted(([a], [b]) => compare(a, b)).map(([, each]) => each)
  return { ...merge, reviewers }
}

const compare = <Value extends bigint | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0)
