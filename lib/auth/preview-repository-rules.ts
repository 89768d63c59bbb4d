import { getRepository } from '@/db/queries/get-repository'
import { listFlowNames } from '@/db/queries/list-flow-names'
import { config } from '@/lib/config'
import { GitTrouble } from '@/lib/git/git-trouble'
import { mirrorOf } from '@/lib/git/mirror-folder'
import { type FilesPreview, previewFiles } from '@/lib/git/preview-rules'
import { Refusal } from '@/lib/model/refusal'
import type { NewRepositoryRule, RepositoryDetail, RulesPreview } from '@/lib/model/repository'
import { mayIn, type Scope } from '@/lib/model/scope'
import { requestRate } from './request-rate'

const LONGEST_MS = 20_000
const PREVIEWS_PER_MINUTE = 60
const MOST_WITHOUT = 500

const take = requestRate(PREVIEWS_PER_MINUTE)

/**
 * Tries rules on the files that were last fetched, which are read from the mirror in the data directory. Nothing is kept.
 * Null where nothing was fetched yet.
 */
export async function previewRepositoryRules(
  scope: Scope,
  repositoryId: string,
  rules: readonly NewRepositoryRule[],
): Promise<RulesPreview | null> {
  const repository = await getRepository(scope, repositoryId)
  if (!mayIn(scope, 'repository.write', repository.teamId))
    throw new Refusal(
      'forbidden',
      'You may not do this: it needs the permission repository.write in this team.',
    )
  take(`${scope.orgId} ${repositoryId}`)
  const [files, flows] = await Promise.all([
    filesOf(scope, repository, rules),
    listFlowNames(scope, [...new Set(rules.map(({ sourceId }) => sourceId))]),
  ])
  if (files === null) return null
  const known = new Set(flows.map(({ id }) => id))
  const defined = new Set(files.matched.flatMap(({ flowIds }) => flowIds))
  return {
    ...files,
    matched: files.matched.map(({ flowIds, flows: named, ...file }) => ({
      ...file,
      flows: named.map((flow, index) => ({ ...flow, isKnown: known.has(flowIds[index] ?? '') })),
    })),
    withoutFile: flows
      .filter(({ id }) => !defined.has(id))
      .slice(0, MOST_WITHOUT)
      .map(({ sourceId, namespace, flow }) => ({ sourceId, namespace, flow })),
  }
}

async function filesOf(
  { orgId }: Scope,
  { id, name }: RepositoryDetail,
  rules: readonly NewRepositoryRule[],
): Promise<FilesPreview | null> {
  const directory = mirrorOf(config().dataDir, { orgId, repositoryId: id })
  // Rules that are not saved have no ids: they go by their places.
  const numbered = rules.map((rule, index) => ({ ...rule, id: String(index), position: index }))
  try {
    return await previewFiles({ orgId, name, directory }, numbered, AbortSignal.timeout(LONGEST_MS))
  } catch (error) {
    if (!(error instanceof GitTrouble)) throw error
    throw new Refusal('unavailable', `${error.message}.`)
  }
}
