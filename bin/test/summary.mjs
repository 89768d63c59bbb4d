/** The table at the end, and the sum on a line of its own. */
export function summarize(results, { seconds, cores }) {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
  const rows = [
    ['', 'passed', 'failed', 'skipped', 'seconds'],
    ...results.map((one) => [one.name, one.passed, one.failed, one.skipped, one.seconds.toFixed(1)]),
  ]
  const table = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(18) : String(cell).padStart(9))).join(''),
  )
  return [
    '',
    ...table,
    '',
    `${seconds.toFixed(0)} s on ${cores} cores, ${total('skipped')} skipped`,
    `${total('passed')} passed, ${total('failed')} failed`,
    '',
  ].join('\n')
}
