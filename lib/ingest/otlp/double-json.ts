/**
 * A double as JSON that jsonb gives back as it was. jsonb keeps numbers as decimals: the point says that it is not an
 * integer, while an exponent, a negative zero and what JSON has no number for would be lost.
 */
export function doubleJson(value: number): string {
  const text = String(value)
  if (!Number.isFinite(value) || text.includes('e')) return `{"$double":"${text}"}`
  if (Object.is(value, -0)) return '{"$double":"-0"}'
  return Number.isInteger(value) ? `${text}.0` : text
}
