import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import type { BenchProduct } from '../../product/bench-product'
import { runShell } from '../run-shell'
import { connectedSource } from './connected-source'
import { DBT_PROJECT } from './dbt-project'
import { assertShown } from './recording'

export const DBT = { core: '1.11.16', adapter: '1.10.1', openLineage: '1.54.0' }

/** One command after the other in one project, and how each ends. */
const COMMANDS = [
  { command: 'build', code: 0 },
  { command: "build --vars '{strict: true}'", code: 1 },
  { command: "build --vars '{broken: true}'", code: 1 },
  { command: "retry --vars '{broken: false}'", code: 0 },
]

type Way = { name: string; way: string; label: string; replaced: string }

const WAYS: Way[] = [
  { name: 'artifacts', way: 'artifacts', label: 'Shell', replaced: 'dbt build' },
  { name: 'artifacts-with-manifest', way: 'artifacts', label: 'Shell with jq', replaced: 'dbt build' },
  { name: 'dbt-ol', way: 'dbt-ol', label: 'Shell', replaced: 'build' },
]

/** dbt Core on DuckDB by each way of the guide: a build, a failing test, a failing model, its retry, and the tests alone. */
export async function checkDbt(python: string, product: BenchProduct, isRecorded: boolean): Promise<void> {
  for (const { name, way, label, replaced } of WAYS) {
    const project = path.join(product.dir, `dbt-${name}`)
    for (const [file, text] of Object.entries(DBT_PROJECT)) {
      fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true })
      fs.writeFileSync(path.join(project, file), text)
    }
    const source = await connectedSource(product, 'dbt')
    const code = source.code(way, label)
    // Each says dbt-ol a hundred times more of.
    const commands =
      name === 'dbt-ol' ? COMMANDS.filter(({ command }) => !command.includes('strict')) : COMMANDS
    for (const { command, code: wanted } of commands) {
      const at = code.lastIndexOf(replaced)
      const script = `${code.slice(0, at)}${replaced.replace('build', command)}${code.slice(at + replaced.length)}`
      const exit = await runShell(script, { cwd: project, path: path.dirname(python) })
      assert.equal(exit.code, wanted, `dbt ${command} (${name}): ${exit.output}`)
    }
    const version = way === 'dbt-ol' ? `${DBT.core}, openlineage-dbt ${DBT.openLineage}` : DBT.core
    const ran = {
      tool: 'dbt',
      version: `dbt-core ${version}`,
      name,
      kind: 'dbt',
      sourceId: source.sourceId,
      executions: commands.length,
    }
    await assertShown(product, ran, isRecorded)
  }
}
