import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { ChangeTelling, ToldActor } from '@/lib/model/change'
import type { ExecutionTelling, ToldIdentity } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/** A run that was applied changed what its workspace manages: who began it, who approved it, and the message as the reason. */
export function appliedChanges(of: JsonReader, run: ToldIdentity, receivedAt: UnixNano): ChangeTelling[] {
  const applied = of
    .at('notifications')
    .items()
    .find((each) => each.at('run_status').text() === 'applied')
  if (applied === undefined) return []
  const by = applied.at('run_updated_by').text() ?? of.at('run_created_by').text()
  return [
    {
      about: 'edit',
      of: { namespace: run.namespace, flow: run.flow },
      at: applied.at('run_updated_at').time() ?? of.at('run_created_at').time() ?? receivedAt,
      way: 'api',
      actor: by === undefined ? null : actorOf(by),
      action: `run ${run.nativeId} applied`,
      classes: ['resources'],
      reason: of.at('run_message').text(),
      url: of.at('run_url').text(),
    },
  ]
}

/** The configuration that a run is of, with its commit: no text, so it is known by its id. */
export function configurationChanges({
  of,
  at,
  version,
  commit,
  url,
  title,
}: ExecutionTelling): ChangeTelling[] {
  if (version === undefined) return []
  const { namespace, flow } = of
  return [
    {
      about: 'definition',
      of: { namespace, flow },
      place: 'executed',
      at,
      format: 'terraform',
      text: null,
      // The same commit planned twice is the same configuration.
      checksum: commit ?? version,
      revision: version,
      commit,
      reason: title,
      url,
    },
  ]
}

/** An assessment that found resources otherwise than they were applied: somebody changed them elsewhere, and nothing says who. */
export function assessedChanges(of: JsonReader, receivedAt: UnixNano): ChangeTelling[] {
  const details = of.at('details')
  const result = details.at('new_assessment_result')
  const [organization, workspace] = ['organization_name', 'workspace_name'].map(
    (name) => details.at(name).text() ?? of.at(name).text(),
  )
  if (result.at('drifted').boolean() !== true || organization === undefined || workspace === undefined)
    return []
  return [
    {
      about: 'edit',
      of: { namespace: organization, flow: workspace },
      at: result.at('created_at').time() ?? receivedAt,
      way: 'unknown',
      actor: null,
      action: `${result.at('resources_drifted').text() ?? 'some'} resources changed outside Terraform`,
      classes: ['resources'],
      url: result.at('url').text(),
    },
  ]
}

const actorOf = (name: string): ToldActor => ({ kind: 'terraform', id: name })
