import type { Part } from './child'

/**
 * How Node is to run a part. A batch on its way to the database lives longer than a young generation of the usual size
 * lasts under load; a larger one saves copying it about, for some 70 MiB of memory.
 */
export const nodeFlags = (part: Part): string[] => [
  '--enable-source-maps',
  ...(part === 'ingest' ? ['--max-semi-space-size=64'] : []),
]
