import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { azureDevopsTool } from '@/lib/ingest/azure-devops/tool'
import { bitbucketTool } from '@/lib/ingest/bitbucket/tool'
import { githubTool } from '@/lib/ingest/github/tool'
import { gitlabTool } from '@/lib/ingest/gitlab/tool'
import { terraformTool } from '@/lib/ingest/terraform/tool'
import { mentionsIn } from './mentions'
import type { Tool } from './tool'

/** What a run of each tool has in its environment, and the webhook of the same run. */
const RUNS: [Tool, Record<string, string>, unknown][] = [
  [
    githubTool,
    { GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2', GITHUB_REPOSITORY: 'octo/app', GITHUB_WORKFLOW: 'CI it' },
    {
      workflow_run: { id: 7, run_attempt: 2, name: 'CI it' },
      repository: { full_name: 'octo/app' },
    },
  ],
  [
    gitlabTool,
    { CI_SERVER_HOST: 'gitlab.example.com', CI_PIPELINE_ID: '31', CI_PROJECT_PATH: 'data/load' },
    {
      object_kind: 'pipeline',
      object_attributes: { id: 31 },
      project: { path_with_namespace: 'data/load', web_url: 'https://gitlab.example.com:8443/data/load' },
    },
  ],
  [
    azureDevopsTool,
    {
      SYSTEM_COLLECTIONID: 'c12d',
      BUILD_BUILDID: '11',
      SYSTEM_TEAMPROJECT: 'Data',
      BUILD_DEFINITIONNAME: 'load',
    },
    {
      eventType: 'build.complete',
      resource: { id: 11, definition: { name: 'load' } },
      resourceContainers: { collection: { id: 'c12d' }, project: { id: 'be9b' } },
    },
  ],
  [
    bitbucketTool,
    { BITBUCKET_REPO_FULL_NAME: 'data/load', BITBUCKET_BUILD_NUMBER: '4' },
    {
      repository: { full_name: 'data/load' },
      commit_status: {
        state: 'INPROGRESS',
        url: 'https://bitbucket.org/data/load/addon/pipelines/home#!/results/4',
      },
    },
  ],
  [
    terraformTool,
    { TFC_RUN_ID: 'run-1', TFC_WORKSPACE_SLUG: 'acme/network', TFC_WORKSPACE_NAME: 'network' },
    {
      run_id: 'run-1',
      organization_name: 'acme',
      workspace_name: 'network',
      notifications: [{ trigger: 'run:created', run_status: 'pending' }],
    },
  ],
]

/** The lines of a guide that make a run's context, as a shell would get them. */
const scriptOf = ({ guide }: Tool): string =>
  guide.ways
    .flatMap(({ steps }) => steps.map(({ code }) => code?.code ?? ''))
    .filter((code) => code.includes('sha256sum'))
    .slice(0, 1)
    .flatMap((code) => code.split('\n'))
    .map((line) => line.trim())
    .filter((line) => /^(hex=|run=|export )/.test(line))
    .join('\n')
    // In a heredoc of Terraform's.
    .replaceAll('$${', () => '${')

test.for(RUNS.map(([tool, env, body]) => ({ id: tool.id, tool, env, body })))(
  'what a run of $id hands on by its guide is what it answers to',
  ({ tool, env, body }) => {
    const output = execFileSync('sh', ['-ec', `${scriptOf(tool)}\nenv`], {
      env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin', ...env },
    }).toString()
    const handed = Object.fromEntries(
      output.split('\n').map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]),
    )
    const decoded = tool.webhook?.decode({
      protocol: 'webhook',
      headers: {},
      body,
      receivedAt: '1790000000000000000',
    })
    const [telling] = decoded?.events[0]?.tellings ?? []
    for (const name of ['TRACEPARENT', 'OPENLINEAGE_CONTEXT', 'OPENLINEAGE_PARENT_ID']) {
      const mentions = mentionsIn({ [name]: handed[name] }, 'env')
      expect(mentions).toHaveLength(1)
      expect(telling?.keys).toContain(mentions[0]?.key)
    }
  },
)

test.for([...RUNS.map(([tool]) => tool)])(
  'the guide of $name has no placeholder that nobody fills',
  ({ guide }) => {
    const texts = guide.ways.flatMap(({ steps }) =>
      steps.flatMap(({ text, code }) => [text, code?.code ?? '']),
    )
    const placeholders = texts.flatMap((text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))
    expect(
      placeholders.filter((name) => !/^(hook|endpoint|console|token|secret|source)$/.test(name ?? '')),
    ).toEqual([])
  },
)
