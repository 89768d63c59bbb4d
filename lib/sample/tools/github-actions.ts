import type { HappenedStep, Happening } from '../happening'
import { hexOf, randomOf } from '../random'
import { type Attributes, INTERNAL, spanIdOf, type Told, type ToldSpan, traceIdOf } from '../telling'

const REPOSITORY = 'acme/shop'
const SCOPE = 'otel-cicd-action'

const CONCLUSIONS: Record<HappenedStep['outcome'], string> = {
  success: 'success',
  warning: 'success',
  failed: 'failure',
  retrying: 'failure',
  timed_out: 'timed_out',
  cancelled: 'cancelled',
  skipped: 'skipped',
}

/** GitHub Actions as the otel-cicd-action exports it after the end of a run: the run, its jobs, their steps. */
export function tellGithubActions(happening: Happening): Told {
  const { flow, key, commit, attempt } = happening
  const traceId = traceIdOf(key)
  const runId = numberOf(key.replace(/\/\d+$/, ''), 'run')
  const workflow = flow.name.replace(/^.*\/|\.yml$/g, '')
  const url = `https://github.com/${REPOSITORY}/actions/runs/${runId}`
  const event = {
    every: 'schedule',
    daily: 'schedule',
    pushes: 'pull_request',
    commits: 'push',
    child: 'push',
  }[flow.schedule.kind]
  const branch = event === 'pull_request' ? `${happening.actor}/${hexOf(3, key, 'branch')}` : 'main'
  const root: ToldSpan = {
    traceId,
    spanId: spanIdOf(key),
    parentSpanId: null,
    name: workflow,
    kind: INTERNAL,
    startMs: happening.startMs,
    endMs: happening.endMs,
    attributes: {
      'cicd.pipeline.name': workflow,
      'cicd.pipeline.run.url.full': url,
      'github.run_id': runId,
      'github.run_attempt': attempt,
      'github.path': flow.name,
      'github.workflow': workflow,
      'github.display_title': event === 'push' ? commit.title : workflow,
      'github.event': event,
      'github.actor.login': happening.actor,
      'github.head_sha': event === 'pull_request' ? hexOf(20, key, 'sha') : commit.sha,
      'github.head_branch': branch,
      'github.status': 'completed',
      'github.conclusion': CONCLUSIONS[happening.outcome],
      'github.created_at': new Date(happening.queuedMs).toISOString(),
      'github.run_started_at': new Date(happening.queuedMs).toISOString(),
      'github.html_url': url,
      error: happening.outcome === 'failed',
    },
    status: { code: happening.outcome === 'failed' ? 2 : 1 },
  }
  const jobs = [...new Set(happening.steps.map((step) => step.name.split('/')[0] ?? ''))]
  return {
    source: flow.source,
    scope: SCOPE,
    logs: [],
    spans: [root, ...jobs.flatMap((job) => jobSpans(happening, root, job, url))],
    resource: {
      'service.name': SCOPE,
      'service.namespace': REPOSITORY,
      'service.version': commit.sha,
      'service.instance.id': `${REPOSITORY}/${numberOf(flow.name, 'workflow')}/${runId}/${attempt}`,
    },
  }
}

function jobSpans(happening: Happening, root: ToldSpan, job: string, url: string): ToldSpan[] {
  const { key } = happening
  const steps = happening.steps.filter((step) => step.name.startsWith(`${job}/`))
  const ran = steps.filter((step) => step.outcome !== 'skipped')
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined) return []
  const worst = steps.find((step) => step.outcome !== 'success' && step.outcome !== 'skipped')
  const conclusion = ran.length === 0 ? 'skipped' : CONCLUSIONS[worst?.outcome ?? 'success']
  const id = numberOf(key, job)
  const span: ToldSpan = {
    traceId: root.traceId,
    spanId: spanIdOf(key, job),
    parentSpanId: root.spanId,
    name: job,
    kind: INTERNAL,
    startMs: first.startMs,
    endMs: Math.max(first.startMs, ...ran.map((step) => step.endMs)),
    attributes: {
      'github.job.id': id,
      'github.job.name': job,
      'github.job.run_attempt': happening.attempt,
      'github.job.status': 'completed',
      'github.job.conclusion': conclusion,
      'github.job.runner_name': `ubuntu-${1 + Math.floor(randomOf(key, job)() * 12)}`,
      'github.job.html_url': `${url}/job/${id}`,
      'github.job.created_at': new Date(first.startMs).toISOString(),
      ...annotationsOf(worst),
    },
    status: { code: conclusion === 'failure' ? 2 : 1 },
  }
  return [span, ...steps.map((step, at) => stepSpan(happening, span, step, at + 1))]
}

function stepSpan(happening: Happening, job: ToldSpan, step: HappenedStep, number: number): ToldSpan {
  const name = step.name.slice(step.name.indexOf('/') + 1)
  return {
    traceId: job.traceId,
    spanId: spanIdOf(happening.key, step.name),
    parentSpanId: job.spanId,
    name,
    kind: INTERNAL,
    startMs: step.startMs,
    endMs: step.endMs,
    attributes: {
      'github.job.step.status': 'completed',
      'github.job.step.name': name,
      'github.job.step.number': number,
      'github.job.step.conclusion': CONCLUSIONS[step.outcome],
      error: step.outcome === 'failed',
    },
    status: { code: step.outcome === 'failed' ? 2 : 1 },
  }
}

function annotationsOf(step: HappenedStep | undefined): Attributes {
  if (step?.error == null) return {}
  return {
    'github.job.annotations.0.level': 'failure',
    'github.job.annotations.0.message': step.error.message,
    'github.job.annotations.1.level': 'failure',
    'github.job.annotations.1.message': 'Process completed with exit code 1.',
  }
}

const numberOf = (...parts: string[]): string =>
  String(10_000_000_000 + Number.parseInt(hexOf(4, ...parts), 16))
