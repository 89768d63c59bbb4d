import type { SilentSource } from '@/lib/model/home'
import { isBroken, STATES } from '@/lib/model/state'
import { RUNNING_LONGER } from '@/lib/query/built-in-views'
import { DEFAULT_LIST, listAddress } from '@/lib/query/list-address'
import { printTerm } from '@/lib/query/print'
import { formatCappedCount, formatCount } from './count'

/** What the verdict is made of; null for what could not be found out. */
export type VerdictFigures = {
  failingFlows: number | null
  pulse: { executions: number; broken: number; cap: number } | null
  /** How many run longer than usual. */
  longer: number | null
  silent: SilentSource[] | null
}

/** One clause; `words` follow `count`, which is what leads to the list. */
export type Clause = { count: string; words: string; href: string; tone: 'broken' | 'warning' }

export type Verdict = {
  tone: 'good' | 'bad' | 'unknown'
  clauses: Clause[]
  /** What is said where there is nothing to complain of, or about what is not known; null when the clauses say it all. */
  plain: string | null
}

export const BROKEN_TERM = printTerm({ key: 'state', values: STATES.filter(isBroken) })
const BROKEN_LATELY = listAddress({ ...DEFAULT_LIST, q: BROKEN_TERM, range: '24h' })
const LONGER = listAddress({ ...DEFAULT_LIST, q: RUNNING_LONGER, range: 'all' })
/** The flows whose newest execution is broken, as the catalogue finds them. */
export const FAILING_FLOWS = `/flows?q=${encodeURIComponent(BROKEN_TERM)}`

/** The first sentence of the day. It is good only where something was heard and everything is known. */
export function verdictOf({ failingFlows, pulse, longer, silent }: VerdictFigures): Verdict {
  const clauses: Clause[] = []
  const clause = (count: string, words: string, href: string, tone: Clause['tone']) =>
    clauses.push({ count, words, href, tone })
  if (failingFlows) {
    clause(
      formatCount(failingFlows),
      failingFlows === 1 ? 'flow is failing' : 'flows are failing',
      FAILING_FLOWS,
      'broken',
    )
  }
  if (pulse && pulse.broken > 0) {
    const words = `${pulse.broken === 1 ? 'execution' : 'executions'} broke in the last 24 hours`
    clause(formatCappedCount(pulse.broken, pulse.cap), words, BROKEN_LATELY, 'broken')
  }
  if (longer) {
    const words = `${longer === 1 ? 'runs' : 'run'} longer than usual`
    clause(formatCount(longer), words, LONGER, 'warning')
  }
  const [first] = silent ?? []
  if (silent && first) {
    const words = silent.length === 1 ? 'source is silent' : 'sources are silent'
    const href = silent.length === 1 ? `/sources/${first.id}` : '/sources'
    clause(String(silent.length), words, href, 'warning')
  }
  const isKnown = failingFlows !== null && pulse !== null && longer !== null && silent !== null
  const wasQuiet = pulse !== null && pulse.executions === 0
  if (!isKnown) {
    return {
      tone: 'unknown',
      clauses,
      plain: 'Not everything is known: part of it took too long to find out.',
    }
  }
  if (wasQuiet) {
    return { tone: 'unknown', clauses, plain: 'Nothing has been heard in the last 24 hours.' }
  }
  if (clauses.length > 0) return { tone: 'bad', clauses, plain: null }
  const ran = `${formatCappedCount(pulse.executions, pulse.cap)} ${pulse.executions === 1 ? 'execution' : 'executions'}`
  return {
    tone: 'good',
    clauses,
    plain: `No flow is failing: ${ran} in the last 24 hours, none broke.`,
  }
}
