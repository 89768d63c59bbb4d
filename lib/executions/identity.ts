import { hash } from 'node:crypto'
import type { ExecutionIdentity } from '@/lib/model/fact'

/** Runledger's own namespace for name-based ids; changing it would re-key every row. */
const NAMESPACE = Buffer.from('5f0c6c8e0d7b4d0f9a53b1f0f7f2c1aa', 'hex')

/** What the digit with the variant may be. */
const VARIANTS = '89ab'

/** Ids by their parts: every event makes a dozen, most of which its neighbours make as well. Forgotten when they get many. */
const known = new Map<string, string>()
const MOST_KNOWN = 20_000
/** Longer names are kept by nobody: what is remembered stays small whatever is sent. */
const MOST_CHARACTERS = 500

/** UUID version 5 (RFC 9562 §5.5) over the parts, joined so that no two lists of parts give the same name. */
export function uuidFrom(...parts: (string | number)[]): string {
  const name = JSON.stringify(parts)
  const before = known.get(name)
  if (before !== undefined) return before
  const id = uuidOfName(name)
  if (known.size >= MOST_KNOWN) known.clear()
  if (name.length <= MOST_CHARACTERS) known.set(name, id)
  return id
}

function uuidOfName(name: string): string {
  // In one call and over one buffer, which is the fastest way.
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex')
  const variant = VARIANTS.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The same flow has the same id, whoever saw it first. */
export const flowIdOf = (
  orgId: string,
  of: Pick<ExecutionIdentity, 'sourceId' | 'namespace' | 'flow'>,
): string => uuidFrom('flow', orgId, of.sourceId, of.namespace, of.flow)

/** Where all that Prefect runs is, whichever way it is told. */
export const PREFECT_NAMESPACE = 'prefect'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The natural key of an execution is its primary key, so that a retry can only ever land on its own row. A run of Prefect is
 * known by its id alone: its spans do not name the flow, which its events do.
 */
export const executionIdOf = (orgId: string, of: ExecutionIdentity): string => {
  const flow = of.namespace === PREFECT_NAMESPACE && UUID.test(of.nativeId) ? '' : of.flow
  return uuidFrom('execution', orgId, of.sourceId, of.namespace, flow, of.nativeId, of.attempt)
}

/** A task run is known by its native id within its execution, or by its span where the tool gives none. */
export const taskRunIdOf = (
  executionId: string,
  nativeId: string,
  mapIndex: number | null,
  attempt: number,
): string => uuidFrom('task', executionId, nativeId, mapIndex ?? -1, attempt)
