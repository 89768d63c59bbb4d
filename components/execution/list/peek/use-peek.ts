'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { useCallback } from 'react'

/** Which execution the panel shows, in the address: opening it is a step that Back takes back, moving on is not. */
export function usePeek() {
  const [peeked, setPeeked] = useQueryState('peek', parseAsString.withOptions({ scroll: false }))
  const isOpen = peeked !== null
  const peek = useCallback(
    (id: string) => void setPeeked(id, { history: isOpen ? 'replace' : 'push' }),
    [isOpen, setPeeked],
  )
  const close = useCallback(() => void setPeeked(null, { history: 'replace' }), [setPeeked])
  return { peeked, peek, close }
}
