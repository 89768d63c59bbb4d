const WHOLE = new Intl.NumberFormat('en-GB')

/** `12 345`: thin spaces, the same in every locale that reads the console. */
export function formatCount(count: number): string {
  return WHOLE.format(count).replaceAll(',', '\u202f')
}

/** `10 000+` when counting stopped at the cap. */
export function formatCappedCount(count: number, cap: number): string {
  return count > cap ? `${formatCount(cap)}+` : formatCount(count)
}

/** `1 execution`, `3 executions`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
