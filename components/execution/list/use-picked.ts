'use client'

import { useCallback, useState } from 'react'
import { rowsBetween } from '@/lib/query/picked-rows'

/** Which rows of the page are picked; picking up to a row takes those between it and the last one that was picked. */
export function usePicked(ids: readonly string[]) {
  const [all, setAll] = useState<{ picked: ReadonlySet<string>; anchor: string | null }>({
    picked: new Set(),
    anchor: null,
  })
  const order = ids.join(',')
  const pick = useCallback(
    (id: string, isRange: boolean) =>
      setAll(({ picked, anchor }) => {
        const next = new Set(picked)
        if (isRange) for (const each of rowsBetween(order.split(','), anchor, id)) next.add(each)
        else if (!next.delete(id)) next.add(id)
        return { picked: next, anchor: id }
      }),
    [order],
  )
  const set = useCallback((next: Iterable<string>) => setAll({ picked: new Set(next), anchor: null }), [])
  // A row that has left the page is not acted on unseen.
  const picked = ids.filter((id) => all.picked.has(id))
  return { picked, pick, set }
}
