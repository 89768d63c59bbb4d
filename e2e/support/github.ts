import { createHmac, randomUUID } from 'node:crypto'

type Run = {
  id: number
  title: string
  state: 'requested' | 'in_progress' | 'completed'
  conclusion?: string
}

/** Where a run is shown by GitHub. */
export const pageOfRun = (id: number): string => `https://github.com/octo/app/actions/runs/${id}`

/** What GitHub says of a run of the workflow `Deploy`. */
export function workflowRun({ id, title, state, conclusion }: Run, at = new Date()): string {
  const began = new Date(at.getTime() - 40_000).toISOString()
  return JSON.stringify({
    action: state,
    workflow: { name: 'Deploy', path: '.github/workflows/deploy.yml' },
    repository: { full_name: 'octo/app', html_url: 'https://github.com/octo/app' },
    workflow_run: {
      ...{ id, name: 'Deploy', display_title: title, run_number: id, run_attempt: 1, event: 'push' },
      ...{ status: state === 'requested' ? 'queued' : state, conclusion: conclusion ?? null },
      ...{ head_branch: 'main', head_sha: 'e2666f5864e5f11de8a071856f0804e6bab0fd8f' },
      ...{ html_url: pageOfRun(id), actor: { login: 'octocat' }, pull_requests: [] },
      ...{ created_at: began, run_started_at: began, updated_at: at.toISOString() },
    },
  })
}

/** Sends an event as GitHub does, signed with the secret of its webhook; answers the status. */
export async function sendAsGithub(
  hook: { address: string; secret: string },
  event: string,
  body: string,
): Promise<number> {
  const signature = createHmac('sha256', hook.secret).update(body).digest('hex')
  const answer = await fetch(hook.address, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
  })
  return answer.status
}
