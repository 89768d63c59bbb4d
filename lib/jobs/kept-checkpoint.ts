import fs from 'node:fs'
import path from 'node:path'

/** The last checkpoint of a log that was published to the data directory; null when there is none here. */
export function keptCheckpoint(dataDir: string, orgId: string): string | null {
  const file = path.join(folderOf(dataDir, orgId), 'checkpoint')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
}

/** Keeps a checkpoint as the last one and in the history of its day, one JSON a line. */
export function keepCheckpoint(
  dataDir: string,
  orgId: string,
  { size, note, at }: { size: number; note: string; at: Date },
): void {
  const folder = folderOf(dataDir, orgId)
  const history = path.join(folder, 'history')
  fs.mkdirSync(history, { recursive: true, mode: 0o700 })
  const line = `${JSON.stringify({ size, at: at.toISOString(), note })}\n`
  fs.appendFileSync(path.join(history, `${at.toISOString().slice(0, 10)}.jsonl`), line)
  const draft = path.join(folder, `checkpoint.${process.pid}`)
  fs.writeFileSync(draft, note)
  // Whoever reads it finds the one before or this one, never half of it.
  fs.renameSync(draft, path.join(folder, 'checkpoint'))
}

const folderOf = (dataDir: string, orgId: string): string => path.join(dataDir, 'audit', orgId)
