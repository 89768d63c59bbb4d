import { nativeKey, urlKey } from '@/lib/executions/execution-key'
import type { told } from '@/lib/ingest/events/decoded-event'
import { contextKeys } from '@/lib/ingest/events/handed-context'
import type { JsonReader } from '@/lib/ingest/events/json-reader'
import { toldIdentity } from '@/lib/ingest/events/told-identity'
import type { ToldIdentity } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'

/** A webhook on its way to being understood. */
export type GitlabEvent = { of: JsonReader; named: Parameters<typeof told>[0]; receivedAt: UnixNano }

/** A project as webhooks of all kinds and versions show it. */
export type GitlabProject = { path: string; page: string | undefined; host: string | undefined }

/**
 * The project: newer webhooks of jobs have it as those of pipelines do; older ones have its repository alone, of which
 * `project_name` is for people and only the addresses hold the path.
 */
export function projectOf(of: JsonReader): GitlabProject | null {
  const page = of.at('project', 'web_url').text() ?? of.at('repository', 'homepage').text()
  const path =
    of.at('project', 'path_with_namespace').text() ??
    repositoryPath(of.at('repository', 'git_ssh_url').text() ?? of.at('repository', 'url').text()) ??
    pathOf(page)
  return path === undefined ? null : { path, page, host: hostOf(page) }
}

/** A pipeline is its project's: its name is free text that often holds the branch, so that is a title. */
export const pipelineIdentity = (path: string, id: string): ToldIdentity => toldIdentity(path, path, id)

/** Ids are unique within an installation, which is known by the host of its pages. */
export const pipelineKey = (host: string | undefined, id: string): string =>
  nativeKey('gitlab', host ?? 'gitlab', 'pipeline', id)

/** Names that others may call a pipeline by. */
export function pipelineKeys(project: GitlabProject, id: string): string[] {
  const page = project.page === undefined ? null : urlKey(`${project.page}/-/pipelines/${id}`)
  // As `CI_SERVER_HOST` has it, which is without the port.
  const context =
    project.host === undefined ? [] : contextKeys(`gitlab/${project.host.replace(/:\d+$/, '')}/${id}`)
  return [...(page === null ? [] : [page]), pipelineKey(project.host, id), ...context]
}

export const hostOf = (page: string | undefined): string | undefined =>
  page !== undefined && URL.canParse(page) ? new URL(page).host || undefined : undefined

/** `group/project` of `git@host:group/project.git` or of an address with a scheme. */
function repositoryPath(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  if (/^[a-z+]+:\/\//i.test(address)) return pathOf(address)
  return trimmed(/^[^:/\s]+:(.+)$/.exec(address)?.[1])
}

const pathOf = (page: string | undefined): string | undefined =>
  page !== undefined && URL.canParse(page) ? trimmed(new URL(page).pathname) : undefined

const trimmed = (path: string | undefined): string | undefined =>
  path?.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '') || undefined
