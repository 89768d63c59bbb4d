import { grouped, table } from '../report/table'
import type { Measured } from './measure'

/** With ten times the executions no page may take longer than so many times as long. */
export const GROWTH_BAR = 1.5

/** How many times as long a page takes with more stored, by its name. */
export type Growth = ReadonlyMap<string, { p50: number; p95: number }>

const right = (title: string) => ({ title, align: 'right' as const })

/** Prints the times of the pages beside their bars. */
export function printPages(pages: Measured[]): void {
  console.log(
    table(
      [
        { title: 'page' },
        ...['p50 ms', 'p95 ms', 'bar', 'status', 'kB', 'statements', 'slowest p95'].map(right),
      ],
      pages.map(({ page, figures, statements }) => [
        page.name,
        figures.p50.toFixed(0),
        figures.p95.toFixed(0),
        page.barMs === null ? '' : `${page.barMs}`,
        `${figures.status}`,
        grouped(figures.bytes / 1024),
        `${statements.length}`,
        (statements[0]?.p95 ?? 0).toFixed(1),
      ]),
    ),
  )
}

/** Compares the same pages of two installations. */
export function growthOf(small: Measured[], larger: Measured[]): Growth {
  const before = new Map(small.map(({ page, figures }) => [page.name, figures]))
  return new Map(
    larger.flatMap(({ page, figures }) => {
      const of = before.get(page.name)
      return of ? [[page.name, { p50: figures.p50 / of.p50, p95: figures.p95 / of.p95 }] as const] : []
    }),
  )
}

/** Prints how many times as long each page takes. */
export function printGrowth(growth: Growth): void {
  const rows = [...growth].map(([name, { p50, p95 }]) => [name, `${p50.toFixed(2)}x`, `${p95.toFixed(2)}x`])
  console.log(`${table([{ title: 'page' }, right('p50'), right('p95')], rows)}\n`)
}

/** The figures of the pages for the line of JSON. */
export function linesOf(pages: Measured[], growth: Growth | null): Record<string, unknown> {
  return Object.fromEntries(
    pages.map(({ page, figures, statements }) => {
      const of = growth?.get(page.name)
      return [
        page.name,
        {
          p50: round(figures.p50),
          p95: round(figures.p95),
          bar: page.barMs,
          status: figures.status,
          ...(of ? { growth: { p50: round2(of.p50), p95: round2(of.p95) } } : {}),
          statements: statements.map(({ statement, perRequest, p50, p95 }) => ({
            statement: statement.slice(0, 60),
            per_request: round(perRequest),
            p50: round(p50),
            p95: round(p95),
          })),
        },
      ]
    }),
  )
}

const round = (value: number): number => Math.round(value * 10) / 10
const round2 = (value: number): number => Math.round(value * 100) / 100
