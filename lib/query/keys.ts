import { STATES } from '@/lib/model/state'

/**
 * How the values of a key are read. `word`: equal, `*` stands for anything. `text`: contains.
 * `prefix`: begins with. `id`: exactly that one.
 */
export type ValueKind = 'state' | 'word' | 'text' | 'prefix' | 'number' | 'duration' | 'time' | 'id'

export type QueryKey = { key: string; kind: ValueKind; says: string; example: string }

/** Every key there is to filter executions by; a key that is not here is refused before SQL is thought of. */
export const EXECUTION_KEYS: readonly QueryKey[] = [
  { key: 'state', kind: 'state', says: 'How it stands or ended', example: 'state:failed,lost' },
  { key: 'flow', kind: 'word', says: 'Name of the flow', example: 'flow:nightly_*' },
  { key: 'namespace', kind: 'word', says: 'Where the flow lives', example: 'namespace:finance' },
  { key: 'source', kind: 'word', says: 'The tool that reported it', example: 'source:airflow-prod' },
  { key: 'team', kind: 'word', says: 'Owner', example: 'team:data' },
  { key: 'environment', kind: 'word', says: 'prod, staging …', example: 'environment:prod' },
  { key: 'trigger', kind: 'word', says: 'What started it', example: 'trigger:schedule' },
  { key: 'actor', kind: 'word', says: 'Who started it', example: 'actor:mona' },
  { key: 'error', kind: 'text', says: 'Words of the error', example: 'error:timeout' },
  { key: 'task', kind: 'word', says: 'Task that failed first', example: 'task:load_orders' },
  { key: 'commit', kind: 'prefix', says: 'Commit it ran', example: 'commit:9f56ada' },
  { key: 'branch', kind: 'word', says: 'Branch it ran', example: 'branch:main' },
  { key: 'version', kind: 'word', says: 'Version of the flow', example: 'version:v18' },
  { key: 'dialect', kind: 'word', says: 'How it was recognised', example: 'dialect:airflow' },
  { key: 'attempt', kind: 'number', says: 'Which try', example: 'attempt:>1' },
  {
    key: 'duration',
    kind: 'duration',
    says: 'How long, up to now while it runs',
    example: 'duration:>5m or >usual',
  },
  { key: 'started', kind: 'time', says: 'When, in UTC', example: 'started:>2026-01-31' },
  { key: 'id', kind: 'id', says: 'Id here or in the source', example: 'id:881' },
  { key: 'trace', kind: 'id', says: 'Trace it belongs to', example: 'trace:4bf92f35…' },
]

const BY_NAME = new Map(EXECUTION_KEYS.map((each) => [each.key, each]))

/** The key by its name in any case; `label.<name>` is one for every name. */
export function findKey(name: string): QueryKey | null {
  if (/^label\../i.test(name)) {
    return {
      key: `label.${name.slice(6)}`,
      kind: 'word',
      says: `Label ${name.slice(6)}`,
      example: `${name}:value`,
    }
  }
  return BY_NAME.get(name.toLowerCase()) ?? null
}

/** Values known without asking the database. */
export const fixedValues = (key: string): readonly string[] => (key === 'state' ? STATES : [])

/** What is worth comparing with is not found by counting: values with their comparator, and what they mean. */
export const comparedValues = (key: string): readonly { text: string; says: string }[] =>
  key === 'duration' ? DURATIONS : []

const DURATIONS = [
  { text: '>usual', says: 'Longer than 19 of 20 of its flow in a fortnight' },
  { text: '>2x', says: 'More than twice the median of its flow' },
  { text: '>5m', says: 'More than five minutes' },
  { text: '>1h', says: 'More than an hour' },
]
