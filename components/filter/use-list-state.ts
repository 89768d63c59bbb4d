'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DEFAULT_LIST } from '@/lib/query/list-address'

const PARSERS = {
  q: parseAsString.withDefault(DEFAULT_LIST.q),
  range: parseAsString.withDefault(DEFAULT_LIST.range),
  before: parseAsString.withDefault(DEFAULT_LIST.before),
  density: parseAsStringLiteral(['comfortable', 'compact']).withDefault(DEFAULT_LIST.density),
  chart: parseAsStringLiteral(['shown', 'hidden']).withDefault(DEFAULT_LIST.chart),
}

/** The list's state, in the address. With `shallow` a change needs nothing new from the server. */
export function useListState({ shallow = false }: { shallow?: boolean } = {}) {
  const [isPending, startTransition] = useTransition()
  const [state, setState] = useQueryStates(PARSERS, {
    shallow,
    history: shallow ? 'replace' : 'push',
    scroll: false,
    ...(shallow ? {} : { startTransition }),
  })
  return [state, setState, isPending] as const
}
