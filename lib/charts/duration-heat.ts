import { countOf } from '@/lib/format/count'
import type { HeatCount } from '@/lib/model/heat-count'
import { withoutKey, withPart } from '@/lib/query/edit'

/** Where a row of the heatmap ends and the next begins, in the words of the filter language: about three to a decade. */
export const HEAT_EDGES = [
  { ms: 100, text: '100ms' },
  { ms: 300, text: '300ms' },
  { ms: 1000, text: '1s' },
  { ms: 3000, text: '3s' },
  { ms: 10_000, text: '10s' },
  { ms: 30_000, text: '30s' },
  { ms: 60_000, text: '1m' },
  { ms: 180_000, text: '3m' },
  { ms: 600_000, text: '10m' },
  { ms: 1_800_000, text: '30m' },
  { ms: 3_600_000, text: '1h' },
  { ms: 10_800_000, text: '3h' },
  { ms: 36_000_000, text: '10h' },
] as const

export type HeatCell = HeatCount & { column: number; heat: number }
export type HeatRow = { row: number; label: string; cells: HeatCell[] }
export type DurationHeat = {
  /** Longest first, as it is drawn; rows above and below everything are left out. */
  rows: HeatRow[]
  columns: number[]
  stepMs: number
  total: number
  summary: string
}

/** Every decision of the heatmap: which rows and columns there are, and how hot each cell is. */
export function prepareHeat(
  counts: readonly HeatCount[],
  stretch: { fromMs: number; toMs: number; stepMs: number },
): DurationHeat {
  const { fromMs, toMs, stepMs } = stretch
  const first = Math.floor(fromMs / stepMs) * stepMs
  const columns: number[] = []
  for (let startMs = first; startMs < toMs; startMs += stepMs) columns.push(startMs)
  const inside = counts.filter((each) => each.startMs >= first && each.startMs < toMs)
  const peak = Math.max(1, ...inside.map((each) => each.count))
  const total = inside.reduce((sum, each) => sum + each.count, 0)
  const used = inside.map((each) => each.row)
  const rows: HeatRow[] = []
  for (let row = Math.max(...used); row >= Math.min(...used); row -= 1) {
    const cells = inside
      .filter((each) => each.row === row)
      .map((each) => ({
        ...each,
        column: Math.round((each.startMs - first) / stepMs),
        // By the logarithm: one must be seen beside a thousand.
        heat: peak === 1 ? 1 : Number((0.15 + 0.85 * (Math.log(each.count) / Math.log(peak))).toFixed(3)),
      }))
    rows.push({ row, label: heatLabel(row), cells })
  }
  const broken = inside.reduce((sum, each) => sum + each.broken, 0)
  const summary = `${countOf(total, 'execution')} by start and duration, ${broken} broken, at most ${peak} in a cell`
  return { rows, columns, stepMs, total, summary }
}

/** `10 s – 30 s` */
export function heatLabel(row: number): string {
  const [from, to] = [HEAT_EDGES[row - 1], HEAT_EDGES[row]]
  if (!from) return `under ${spaced(HEAT_EDGES[0].text)}`
  return to ? `${spaced(from.text)} – ${spaced(to.text)}` : `over ${spaced(from.text)}`
}

const spaced = (text: string): string => text.replace(/(?<=\d)(?=[a-z])/, ' ')

/** The question narrowed to a row: its durations in place of what was said of durations before. */
export function withinHeatRow(q: string, row: number): string {
  const [from, to] = [HEAT_EDGES[row - 1], HEAT_EDGES[row]]
  const parts = [from ? `duration:>=${from.text}` : '', to ? `duration:<${to.text}` : '']
  return parts
    .filter((part) => part !== '')
    .reduce((text, part) => withPart(text, part), withoutKey(q, 'duration'))
}
