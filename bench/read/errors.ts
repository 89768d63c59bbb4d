import { pick } from '../generator/random'

const CAUSES: [string, ...string[]] = [
  'connection to %s refused',
  'timeout of 30000 ms exceeded while waiting for %s',
  'relation "%s" does not exist',
  'duplicate key value violates unique constraint "%s_pkey"',
  'out of memory while sorting %s',
  'permission denied for table %s',
  '429 Too Many Requests from %s',
  'schema of %s changed: column "amount" is missing',
]
const THINGS: [string, ...string[]] = ['orders', 'warehouse', 'payments-api', 'customers', 'feature_store']
const TYPES: [string, ...string[]] = [
  'ConnectionError',
  'TimeoutError',
  'UndefinedTable',
  'IntegrityError',
  'MemoryError',
  'PermissionDenied',
  'RateLimited',
  'SchemaMismatch',
]

/** One of forty errors; a flow sees some of them far more often than others. */
export function errorOf(random: () => number): { type: string; message: string } {
  const cause = Math.floor(random() * random() * CAUSES.length)
  return {
    type: TYPES[cause] ?? 'Error',
    message: (CAUSES[cause] ?? '%s').replace('%s', pick(random, THINGS)),
  }
}
