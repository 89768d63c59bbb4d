'use client'

import { useRouter } from 'next/navigation'
import type { MouseEvent } from 'react'

/** For a table of plain links: follows whichever is pressed. A thousand links of Next would each prepare themselves. */
export function useFollowedLinks(): (event: MouseEvent) => void {
  const router = useRouter()
  return (event) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    const href = link?.getAttribute('href') ?? ''
    if (!href.startsWith('/')) return
    event.preventDefault()
    router.push(href)
  }
}
