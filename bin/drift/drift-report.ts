import { DRIFT_WORDS } from '@/lib/format/change-words'
import { countOf } from '@/lib/format/count'
import { lagWords } from '@/lib/format/drift-words'
import { DRIFT_STATES, type DriftState } from '@/lib/model/flow-change'
import type { DriftedFlow } from './drift-source'

const HEADS = ['STATE', 'FLOW', 'SOURCE', 'SINCE', 'BEHIND BY', 'CHANGED BY', 'BECAUSE']

/** The flows as lines of a table, the worst first as they come; nothing for none. */
export function driftTable(flows: readonly DriftedFlow[]): string {
  if (flows.length === 0) return ''
  const rows = [HEADS, ...flows.map(cellsOf)]
  const widths = HEADS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return `${rows.map(line).join('\n')}\n`
}

const cellsOf = (flow: DriftedFlow): string[] =>
  [
    flow.state,
    flow.namespace === '' ? flow.flow : `${flow.namespace}/${flow.flow}`,
    flow.source,
    `${flow.since.slice(0, 16)}Z`,
    lagWords(flow.lagCommits, flow.lagHours) ?? '-',
    flow.changedBy ?? '-',
    flow.because,
  ].map(inOneLine)

/** Names come from tools: what moves a cursor or breaks a line must not reach a terminal. */
const inOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')

/** `2 flows diverged, 1 ahead; 40 in sync`: every state that there is a flow in. */
export function countWords(counts: Record<DriftState, number>): string {
  const there = DRIFT_STATES.filter((state) => counts[state] > 0)
  if (there.length === 0) return 'Nothing is known of how any flow is defined.'
  const total = there.reduce((sum, state) => sum + counts[state], 0)
  const each = there.map((state) => `${counts[state]} ${DRIFT_WORDS[state].title.toLowerCase()}`)
  return `${countOf(total, 'flow')}: ${each.join(', ')}`
}
