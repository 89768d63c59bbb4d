import { DEFAULT_LIST, type ListState, viewQuery } from './list-address'

const view = (name: string, state: Partial<ListState>) => ({
  name,
  query: viewQuery({ ...DEFAULT_LIST, ...state }),
})

/** Questions that everybody asks; what a person saves stands beside them. */
export const BUILT_IN_VIEWS: readonly { name: string; query: string }[] = [
  view('All executions', {}),
  view('Failed last 24 h', { q: 'state:failed,timed_out,lost,missing', range: '24h' }),
  view('Running now', { q: 'state:running,retrying,waiting,queued' }),
  view('Running for over an hour', { q: 'state:running duration:>1h', range: '30d' }),
  view('Slowest today', { range: '24h', sort: 'slowest' }),
  view('Retried', { q: 'attempt:>1' }),
  view('Manual', { q: 'trigger:manual' }),
]
