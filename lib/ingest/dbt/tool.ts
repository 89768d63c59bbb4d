import type { Tool } from '@/lib/ingest/events/tool'
import { DBT_CLOUD_WORDS, DBT_RESULT_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { decodeArtifacts } from './artifacts'
import { decodeCloud } from './cloud'
import { dbtGuide } from './guide'

export const dbtTool: Tool = {
  id: 'dbt',
  name: 'dbt',
  parser: 1,
  about:
    'Invocations with all their nodes from the artifacts of dbt Core, runs of jobs from dbt Cloud, live nodes and datasets by dbt-ol, traces from dbt Fusion.',
  states: [
    { of: 'models, tests, seeds, snapshots and sources', words: DBT_RESULT_WORDS },
    { of: 'runs of dbt Cloud', words: DBT_CLOUD_WORDS },
  ],
  webhook: {
    verifiers: [{ kind: 'hmac', header: 'authorization', prefix: '', hash: 'sha256' }],
    headers: [],
    decode: decodeCloud,
  },
  uploads: [
    {
      what: 'dbt-artifacts',
      about: 'run_results.json or sources.json of dbt Core, or `{ run_results, manifest }`',
      decode: decodeArtifacts,
    },
  ],
  guide: dbtGuide,
}
