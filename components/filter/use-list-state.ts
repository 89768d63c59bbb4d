'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DEFAULT_LIST, LANE_KINDS, LIST_SORTS, LIST_VIEWS } from '@/lib/query/list-address'

const PARSERS = {
  q: parseAsString.withDefault(DEFAULT_LIST.q),
  // Said even when it is the usual one: an address that says nothing is that of the default view.
  range: parseAsString.withDefault(DEFAULT_LIST.range).withOptions({ clearOnDefault: false }),
  before: parseAsString.withDefault(DEFAULT_LIST.before),
  wider: parseAsString.withDefault(DEFAULT_LIST.wider),
  density: parseAsStringLiteral(['comfortable', 'compact']).withDefault(DEFAULT_LIST.density),
  chart: parseAsStringLiteral(['shown', 'hidden']).withDefault(DEFAULT_LIST.chart),
  view: parseAsStringLiteral(LIST_VIEWS).withDefault(DEFAULT_LIST.view),
  lanes: parseAsStringLiteral(LANE_KINDS).withDefault(DEFAULT_LIST.lanes),
  sort: parseAsStringLiteral(LIST_SORTS).withDefault(DEFAULT_LIST.sort),
  columns: parseAsString.withDefault(DEFAULT_LIST.columns),
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
