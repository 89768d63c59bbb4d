// One step of `npm test`: a program, its output kept for when it fails, its tests counted from its own report.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'

const LIMIT_MS = 25 * 60_000

/** Runs the step and says how it went; the whole output is shown only if it failed. */
export async function runStep(step, root) {
  const began = performance.now()
  const obstacle = step.needs ? await step.needs(root) : null
  if (obstacle !== null)
    return told({ name: step.name, passed: 0, failed: 1, skipped: 0, seconds: 0 }, obstacle)
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'runledger-report-'))
  const reportFile = path.join(directory, 'report.json')
  const { code, output } = await finished(step, root, reportFile)
  const counts = countsOf(step, reportFile, code)
  fs.rmSync(directory, { recursive: true, force: true })
  const seconds = (performance.now() - began) / 1000
  return told({ name: step.name, ...counts, seconds }, counts.failed > 0 ? output : null)
}

function finished({ program, args, report, env = {} }, root, reportFile) {
  const reporting = {
    vitest: ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
    playwright: ['--reporter=list,json'],
  }
  const child = spawn(program, [...args, ...(reporting[report] ?? [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...env,
      NEXT_TELEMETRY_DISABLED: '1',
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    },
  })
  let output = ''
  const keep = (chunk) => (output += chunk)
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const limit = setTimeout(() => {
    output += `\nStopped: it took longer than ${LIMIT_MS / 60_000} minutes.\n`
    child.kill('SIGTERM')
  }, LIMIT_MS)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: output + error.message }))
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** A step without a report of its own counts as one test; so does a test program that broke before it could report. */
function countsOf({ report }, reportFile, code) {
  const asOne = code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
  if (!report || !fs.existsSync(reportFile)) return asOne
  const found = JSON.parse(fs.readFileSync(reportFile, 'utf8'))
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = found.stats ?? {}
  const counts =
    report === 'vitest'
      ? {
          passed: found.numPassedTests,
          failed: found.numFailedTests,
          skipped: found.numPendingTests + found.numTodoTests,
        }
      : { passed: expected + flaky, failed: unexpected, skipped }
  // A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

function told(result, output) {
  if (output !== null) process.stdout.write(`\n──── ${result.name} ────\n${output.trimEnd()}\n\n`)
  process.stdout.write(`${result.failed > 0 ? '✗' : '✓'} ${result.name} (${result.seconds.toFixed(1)} s)\n`)
  return result
}
