import { describe, expect, it } from 'vitest'
import { factsOfTellings, type Teller, type ToldFacts } from '@/lib/executions/tell'
import { airbyteTool } from '@/lib/ingest/airbyte/tool'
import { decodeArtifacts } from '@/lib/ingest/dbt/artifacts'
import { decodeGithub } from '@/lib/ingest/github/decode'
import { decodeHightouch } from '@/lib/ingest/hightouch/decode'
import { decodeKestra } from '@/lib/ingest/kestra/decode'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { type SentPayload, tellingsOf } from './testing/decoding'

/**
 * GitHub Actions starts a Kestra flow, whose tasks sync with Airbyte, build with dbt and sync with Hightouch. Every tool
 * is a source of its own and sends what it always sends; nothing says which belongs to which but the payloads.
 */
const GITHUB: SentPayload = {
  headers: { 'x-github-event': 'workflow_run', 'x-github-delivery': 'd1' },
  body: {
    action: 'completed',
    workflow: { id: 1, name: 'Deploy and load', path: '.github/workflows/load.yml' },
    workflow_run: {
      id: 7001,
      run_attempt: 1,
      run_number: 12,
      name: 'Deploy and load',
      path: '.github/workflows/load.yml',
      status: 'completed',
      conclusion: 'success',
      html_url: 'https://github.com/octo/shop/actions/runs/7001',
      created_at: '2026-11-21T09:59:00Z',
      run_started_at: '2026-11-21T09:59:00Z',
      updated_at: '2026-11-21T10:00:00Z',
      event: 'push',
      head_sha: '0123456789abcdef0123456789abcdef01234567',
      head_branch: 'main',
    },
    repository: { full_name: 'octo/shop' },
  },
}

const task = (id: string, taskId: string, outputs: object) => ({
  id,
  taskId,
  outputs,
  state: { current: 'SUCCESS', histories: [{ state: 'SUCCESS', date: '2026-11-21T10:20:00Z' }] },
})
const KESTRA: SentPayload = {
  body: {
    tenant: 'main',
    ui: 'https://kestra.example.com/ui',
    execution: {
      id: '2EEOXoMm3YGGXZRRvnFHcB',
      namespace: 'shop',
      flowId: 'daily_load',
      flowRevision: 7,
      inputs: { github_run_url: 'https://github.com/octo/shop/actions/runs/7001' },
      taskRunList: [
        task('t1', 'extract', { jobId: 970, alreadyRunning: false }),
        task('t2', 'dbt_build', { exitCode: 0, vars: {} }),
        task('t3', 'activate', { runId: 88001 }),
      ],
      state: { current: 'SUCCESS', histories: [{ state: 'SUCCESS', date: '2026-11-21T10:20:00Z' }] },
    },
  },
}

const AIRBYTE: SentPayload = {
  body: {
    text: 'Sync completed',
    data: {
      workspace: { id: 'w1', name: 'Shop' },
      connection: {
        id: 'c1',
        name: 'Postgres to BigQuery',
        url: 'https://cloud.airbyte.com/workspaces/w1/connections/c1',
      },
      jobId: 970,
      startedAt: '2026-11-21T10:01:00Z',
      finishedAt: '2026-11-21T10:05:00Z',
      success: true,
    },
  },
}

const DBT: SentPayload = {
  body: {
    metadata: {
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
      invocation_id: 'ca07d2ca-054f-4ea1-be63-4acccfe4a6a7',
      generated_at: '2026-11-21T10:10:00Z',
      env: { KESTRA_EXECUTION_ID: '2EEOXoMm3YGGXZRRvnFHcB' },
    },
    args: { which: 'build' },
    elapsed_time: 60,
    results: [{ unique_id: 'model.shop.orders', status: 'success', timing: [] }],
  },
}

const HIGHTOUCH: SentPayload = {
  body: {
    kind: 'run',
    item: {
      id: 88001,
      status: 'success',
      createdAt: '2026-11-21T10:15:00Z',
      finishedAt: '2026-11-21T10:16:00Z',
    },
    sync: { id: 12, slug: 'orders-to-crm', workspaceId: 3 },
  },
}

type Told = { tool: string; facts: ToldFacts }

const told = (
  dialect: string,
  decode: (event: IncomingEvent) => DecodedRequest,
  payload: SentPayload,
): Told => {
  const teller: Teller = { orgId: 'o', sourceId: `source of ${dialect}`, dialect }
  return { tool: dialect, facts: factsOfTellings(teller, tellingsOf(decode, [payload])) }
}

const chain = (): Told[] => [
  told('github', decodeGithub, GITHUB),
  told('kestra', decodeKestra, KESTRA),
  told('airbyte', airbyteTool.webhook?.decode ?? decodeKestra, AIRBYTE),
  told('dbt', decodeArtifacts, DBT),
  told('hightouch', decodeHightouch, HIGHTOUCH),
]

type Edge = { from: string; to: string; kind: string; confidence: string; evidence: string }

/** What the store does: a reference is an edge to whichever execution goes by that name. */
function edgesOf(all: readonly Told[]): Edge[] {
  const named = new Map<string, string>()
  for (const { tool, facts } of all) for (const { key } of facts.keys) named.set(key, tool)
  return all.flatMap(({ tool, facts }) =>
    facts.references.flatMap(({ key, kind, confidence, evidence }): Edge[] => {
      const to = named.get(key)
      return to === undefined || to === tool ? [] : [{ from: tool, to, kind, confidence, evidence }]
    }),
  )
}

function reachedFrom(start: string, edges: readonly Edge[]): string[] {
  const reached = new Set([start])
  for (const tool of reached) {
    for (const { from, to } of edges) {
      if (from === tool) reached.add(to)
      if (to === tool) reached.add(from)
    }
  }
  return [...reached].sort()
}

describe('the chain from GitHub Actions to Hightouch', () => {
  it('is one connected set, each edge with its reason', () => {
    const edges = edgesOf(chain())
    expect(reachedFrom('github', edges)).toEqual(['airbyte', 'dbt', 'github', 'hightouch', 'kestra'])
    expect(edges).toEqual([
      {
        from: 'kestra',
        to: 'airbyte',
        kind: 'child',
        confidence: 'likely',
        evidence: 'output jobId of task extract',
      },
      {
        from: 'kestra',
        to: 'hightouch',
        kind: 'child',
        confidence: 'likely',
        evidence: 'output runId of task activate',
      },
      {
        from: 'kestra',
        to: 'github',
        kind: 'link',
        confidence: 'likely',
        evidence: 'address in inputs.github_run_url',
      },
      {
        from: 'dbt',
        to: 'kestra',
        kind: 'parent',
        confidence: 'certain',
        evidence: 'KESTRA_EXECUTION_ID in metadata.env',
      },
    ])
  })

  it('is the same whichever is received first, and each is one execution', () => {
    const forwards = edgesOf(chain())
    const backwards = edgesOf(chain().reverse())
    expect(new Set(backwards.map((each) => JSON.stringify(each)))).toEqual(
      new Set(forwards.map((each) => JSON.stringify(each))),
    )
    expect(chain().map(({ facts }) => facts.executions.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('does not reach what is of others', () => {
    const others = chain().map((each) =>
      each.tool === 'kestra'
        ? told('kestra', decodeKestra, {
            body: { id: 'z', namespace: 'n', flowId: 'f', state: { current: 'RUNNING' } },
          })
        : each,
    )
    expect(reachedFrom('github', edgesOf(others))).toEqual(['github'])
  })
})
