import { describe, expect, it } from 'vitest'
import { dialectCases } from '../testing/read-otlp-json'
import { rowsOf } from '../testing/recognise-spans'

describe('wrapped commands', () => {
  it('are executions with exit code, last words and what they traced themselves', () => {
    const { execution, states } = rowsOf(dialectCases('command', 'failed'))
    expect(execution).toMatchObject({
      namespace: 'backup-host',
      flow: 'nightly-backup',
      dialect: 'runledger-cli',
      state: 'failed',
      nativeState: 'exit 3',
      errorMessage: 'pg_dump: error: connection to server failed',
      durationMs: 9_000,
    })
    expect(execution?.labels).toMatchObject({ 'process.command_line': 'pg_dump --format=custom shop' })
    expect(states).toEqual({ upload: 'success' })
  })

  it.each([
    ['succeeded', 'success', 'exit 0', null],
    ['terminated', 'cancelled', 'SIGTERM', null],
    ['not-started', 'failed', null, 'pg_dump: command not found'],
    ['killed', 'failed', 'SIGKILL', 'Out of memory'],
    ['running', 'running', null, null],
    ['otel-cli', 'failed', null, 'exec command failed: exit status 2'],
  ])('read %s', (name, state, nativeState, errorMessage) => {
    const { execution } = rowsOf(dialectCases('command', name))
    expect(execution).toMatchObject({ state, nativeState, errorMessage })
    if (state === 'running') expect(execution).toMatchObject({ endedAtUnixNano: null, durationMs: null })
  })
})
