import { createHash } from 'node:crypto'
import { openLineageKey, traceKey } from '@/lib/executions/execution-key'

/**
 * Tools without a trace of their own still know their run's id while it runs. Hashed, it is a trace and an OpenLineage run
 * that the run can hand to what it starts, and that its webhook, which knows the id as well, answers to.
 */
export function contextKeys(name: string): string[] {
  const hex = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return [traceKey(hex), openLineageKey(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))]
}

/** POSIX shell that exports the same as `TRACEPARENT`, `OPENLINEAGE_CONTEXT` and `OPENLINEAGE_PARENT_ID`; all three as the shell sees them. */
export const contextShell = (name: string, namespace: string, flow: string): string =>
  String.raw`hex=$(printf %s "${name}" | sha256sum)
run=$(printf %s "$hex" | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/')
export TRACEPARENT="00-$(printf %s "$hex" | cut -c1-32)-$(printf %s "$hex" | cut -c33-48)-01"
export OPENLINEAGE_PARENT_ID="${namespace}/${flow}/$run"
export OPENLINEAGE_CONTEXT="{\"parent\":{\"run\":{\"runId\":\"$run\"},\"job\":{\"namespace\":\"${namespace}\",\"name\":\"${flow}\"}}}"`
