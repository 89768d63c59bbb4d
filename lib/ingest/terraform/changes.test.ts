import { expect, test } from 'vitest'
import { decoded } from '@/lib/ingest/events/testing/decoding'
import { decodeTerraform } from './decode'

const run = {
  run_id: 'run-FwnENkvDnrpyFC7M',
  run_message: 'Widen the subnet',
  run_created_by: 'ada',
  workspace_name: 'network',
  organization_name: 'acme',
}
const changesOf = (body: unknown) =>
  decoded(decodeTerraform, { body }).events.flatMap(({ changes }) => changes ?? [])

const notification = (run_status: string) => ({
  ...run,
  run_url: 'https://app.terraform.io/app/acme/network/runs/run-FwnENkvDnrpyFC7M',
  notifications: [
    { trigger: 'run:x', run_status, run_updated_at: '2026-05-01T10:06:00.000Z', run_updated_by: 'grace' },
  ],
})

test('a run that was applied changed the workspace: by whoever approved it, for the reason it gives', () => {
  expect(changesOf(notification('applied'))).toMatchObject([
    {
      about: 'edit',
      of: { namespace: 'acme', flow: 'network' },
      at: `${Date.parse('2026-05-01T10:06:00Z')}000000`,
      actor: { kind: 'terraform', id: 'grace' },
      reason: 'Widen the subnet',
    },
  ])
  expect(changesOf(notification('planned'))).toEqual([])
})

test('a run task tells which configuration ran, by its commit', () => {
  const task = {
    ...run,
    stage: 'post_plan',
    task_result_callback_url: 'https://app.terraform.io/api/v2/task-results/5ea8d46c/callback',
    configuration_version_id: 'cv-ntv3HbhJqvFzamy7',
    vcs_commit_url: 'https://github.com/acme/network/commit/f4229db4b70a8dadeb687f5ccce5fd327c04461a',
  }
  expect(changesOf(task)).toMatchObject([
    {
      about: 'definition',
      place: 'executed',
      text: null,
      revision: 'cv-ntv3HbhJqvFzamy7',
      checksum: 'f4229db4b70a8dadeb687f5ccce5fd327c04461a',
    },
  ])
})
