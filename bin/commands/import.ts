import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { noteImport } from '@/db/store/note-export'
import { createEventWriter } from '@/db/store/write-events'
import { config } from '@/lib/config'
import { importLineage } from '@/lib/jobs/import-lineage'
import { Obstacle } from '@/lib/model/obstacle'
import { red, say, step } from '../say'
import { onSource } from './source-work'

const PROBLEMS_SHOWN = 100

/** `import <file> --source <name>`: the events of a file of OpenLineage, one a line, plain or gzipped; ends with 1 if some cannot be taken. */
export async function importFile(file: string, { source: slug }: { source: string }): Promise<void> {
  if (file !== '-') await readable(file)
  let problems = 0
  const tell = ({ path, message }: { path: string; message: string }) => {
    problems++
    if (problems <= PROBLEMS_SHOWN) say(`${red('✗')} ${path}: ${message}`)
    if (problems === PROBLEMS_SHOWN + 1) say('  and more')
  }
  const summary = await onSource('import', slug, async ({ db, url, scope, source }) => {
    const sink = createEventWriter({
      connectionString: url,
      writers: 2,
      queueBytes: config().queueBytes,
      clock: Date.now,
      report: (error) => say(`${red('✗')} ${error instanceof Error ? error.message : String(error)}`),
    })
    try {
      const chunks = file === '-' ? process.stdin : createReadStream(file)
      const summary = await step(`Importing ${file}`, () => importLineage({ chunks, source, sink, tell }))
      await noteImport(scope, source, summary, db)
      return summary
    } finally {
      await sink.close()
    }
  })
  process.stdout.write(`${JSON.stringify(summary)}\n`)
  if (summary.refused > 0) process.exitCode = 1
}

async function readable(file: string): Promise<void> {
  try {
    await access(file)
  } catch {
    throw new Obstacle(`${file} cannot be read`, 'Give a file of OpenLineage events, one a line, or "-".')
  }
}
