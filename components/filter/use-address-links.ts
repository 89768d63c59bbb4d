'use client'

import { useEffect } from 'react'
import { mergedSearch, PLACE_WORDS } from '@/lib/query/merged-search'
import type { AddressKeeping } from './address-keeper'

/**
 * Links of the page to another address of it take along what was asked for or written since they were made. Those below
 * `data-asked` are made of what was asked for last, and are followed as they are.
 */
export function useAddressLinks({ latest, go, unsent }: AddressKeeping): void {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = linkOfPage(event)
      if (link === null) return
      event.preventDefault()
      const [shown, wanted] = [new URLSearchParams(location.search), new URL(link.href).searchParams]
      const next = link.closest('[data-asked]') ? wanted : mergedSearch(shown, withUnsent(), wanted)
      const isOtherPlace = PLACE_WORDS.some((word) => next.get(word) !== shown.get(word))
      go(next, { history: 'push', scroll: isOtherPlace })
    }
    const withUnsent = () => {
      const search = latest()
      for (const [word, text] of unsent.current) {
        if (text === '') search.delete(word)
        else search.set(word, text)
      }
      return search
    }
    // Before the link itself would follow its own address.
    document.addEventListener('click', onClick, { capture: true })
    return () => document.removeEventListener('click', onClick, { capture: true })
  }, [latest, go, unsent])
}

/** The link that is pressed, if it leads to another address of this page in this window. */
function linkOfPage(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('main a[href]') : null
  if (link === null || link.target !== '' || link.hasAttribute('download')) return null
  const { origin, pathname, search, hash } = new URL(link.href)
  const isSame = origin === location.origin && pathname === location.pathname && hash === ''
  return isSame && search !== location.search ? link : null
}
