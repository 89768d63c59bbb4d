export type Column = { title: string; align?: 'left' | 'right' }

/** Lays rows out as a table of plain text. */
export function table(columns: Column[], rows: string[][]): string {
  const widths = columns.map((column, at) =>
    Math.max(column.title.length, ...rows.map((row) => (row[at] ?? '').length)),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, at) =>
        columns[at]?.align === 'right' ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [
    line(columns.map((column) => column.title)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(line),
  ].join('\n')
}

export const grouped = (value: number): string => Math.round(value).toLocaleString('en-US')
