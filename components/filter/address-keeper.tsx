'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import {
  unstable_createAdapterProvider as createAdapterProvider,
  renderQueryString,
  type unstable_UpdateUrlFunction as UpdateUrl,
} from 'nuqs/adapters/custom'
import {
  createContext,
  type ReactNode,
  type RefObject,
  use,
  useCallback,
  useLayoutEffect,
  useMemo,
  useOptimistic,
  useRef,
  useTransition,
} from 'react'
import { useAddressLinks } from './use-address-links'

/** How to get to an address of this page. */
export type Way = { history: 'push' | 'replace'; scroll: boolean }

export type AddressKeeping = {
  /** What the page shows, or will when what was asked for has come. */
  search: URLSearchParams
  pathname: string
  /** The same at this moment: where the next change has to begin. */
  latest: () => URLSearchParams
  go: (search: URLSearchParams, way: Way) => void
  /** Goes to an address that was made of `search`, of this page or of another one. */
  follow: (href: string, scroll?: boolean) => void
  update: UpdateUrl
  /** What is written in fields and was not sent yet, by the word of the address that it will be. */
  unsent: RefObject<Map<string, string>>
}

const Keeping = createContext<AddressKeeping | null>(null)

/** The address of the page as it was asked for last, and the one way to change it. */
export function useAddress(): AddressKeeping {
  const keeping = use(Keeping)
  if (keeping === null) throw new Error('There is no AddressKeeper around this.')
  return keeping
}

const NuqsAdapter = createAdapterProvider(() => {
  const { search, pathname, latest, update } = useAddress()
  return { searchParams: search, pathname, updateUrl: update, getSearchParamsSnapshot: latest }
})

/**
 * Knows which address of the page was asked for last, while the page of before it is still shown. All that changes the
 * address begins there: states of nuqs, and links of the page, which were made for what is shown. So of two quick changes
 * neither is lost, and both together are one step back.
 */
export function AddressKeeper({ children }: { children: ReactNode }) {
  const keeping = useKeeping()
  useAddressLinks(keeping)
  return (
    <Keeping value={keeping}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </Keeping>
  )
}

function useKeeping(): AddressKeeping {
  const router = useRouter()
  const pathname = usePathname()
  const come: URLSearchParams = useSearchParams()
  const [isPending, startTransition] = useTransition()
  const [search, setSearch] = useOptimistic(come)
  const asked = useRef<{ pathname: string; search: URLSearchParams; history: Way['history'] } | null>(null)
  const unsent = useRef(new Map<string, string>())
  // Before anything can be pressed on the page that has come: an effect would run after the next press.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has come, whatever it is
  useLayoutEffect(() => {
    if (!isPending) asked.current = null
  }, [isPending, come, pathname])
  useLayoutEffect(() => {
    const forget = () => {
      asked.current = null
    }
    window.addEventListener('popstate', forget)
    return () => window.removeEventListener('popstate', forget)
  }, [])

  const pending = useCallback(
    () => (asked.current?.pathname === location.pathname ? asked.current : null),
    [],
  )
  const latest = useCallback(() => new URLSearchParams(pending()?.search ?? location.search), [pending])
  const go = useCallback(
    (next: URLSearchParams, { history, scroll }: Way) => {
      const way = pending()?.history === 'push' ? 'push' : history
      asked.current = { pathname: location.pathname, search: new URLSearchParams(next), history: way }
      startTransition(() => {
        setSearch(next)
        router[way](addressOf(next), { scroll })
      })
    },
    [router, pending, setSearch],
  )
  const follow = useCallback(
    (href: string, scroll = true) => {
      const to = new URL(href, location.href)
      if (to.pathname === location.pathname) go(to.searchParams, { history: 'push', scroll })
      else router.push(href, { scroll })
    },
    [router, go],
  )
  const update: UpdateUrl = useCallback(
    (next, { history, scroll, shallow }) => {
      // What needs nothing of the server would still call off what is on its way from there.
      if (!shallow || pending() !== null) return go(next, { history, scroll })
      startTransition(() => {
        setSearch(next)
        if (history === 'push') window.history.pushState(null, '', addressOf(next))
        else window.history.replaceState(null, '', addressOf(next))
      })
    },
    [go, pending, setSearch],
  )
  return useMemo(
    () => ({ search, pathname, latest, go, follow, update, unsent }),
    [search, pathname, latest, go, follow, update],
  )
}

const addressOf = (search: URLSearchParams): string =>
  location.pathname + renderQueryString(search) + location.hash
