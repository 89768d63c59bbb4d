import os from 'node:os'

const MIB = 1024 * 1024

/** How the server is run; given on its command line, so a new version of Runledger brings its own tuning. */
export function serverSettings(isDurable: boolean): string[] {
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || os.totalmem())
  const buffersMib = Math.round(Math.min(512, Math.max(64, memory / MIB / 8)))
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: `${buffersMib}MB`,
    effective_cache_size: `${Math.round(memory / MIB / 2)}MB`,
    // Spans come in bulk: fewer, longer checkpoints write each page's full image less often.
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    wal_buffers: '16MB',
    // Compiling a plan costs more than any of our queries takes.
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_statement: 'none',
    password_encryption: 'scram-sha-256',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
