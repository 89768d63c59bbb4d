import { DEFAULT_LIST, type ListState, viewQuery } from './list-address'

const view = (name: string, state: Partial<ListState>) => ({
  name,
  query: viewQuery({ ...DEFAULT_LIST, ...state }),
})

/** What runs, as Home counts it: it has begun and may still do something. */
export const RUNNING = 'state:running,retrying,waiting'
/** And of that what has taken longer than executions of its flow usually do. */
export const RUNNING_LONGER = `${RUNNING} duration:>usual`

/** Questions that everybody asks; what a person saves stands beside them. */
export const BUILT_IN_VIEWS: readonly { name: string; query: string }[] = [
  view('All executions', {}),
  view('Failed last 24 h', { q: 'state:failed,timed_out,lost,missing', range: '24h' }),
  view('Running now', { q: 'state:running,retrying,waiting,queued' }),
  view('Running longer than usual', { q: RUNNING_LONGER, range: '30d' }),
  view('Running for over an hour', { q: 'state:running duration:>1h', range: '30d' }),
  view('Slowest today', { range: '24h', sort: 'slowest' }),
  view('Retried', { q: 'attempt:>1' }),
  view('Manual', { q: 'trigger:manual' }),
]
