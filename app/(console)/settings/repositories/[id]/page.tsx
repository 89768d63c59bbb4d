import type { Metadata } from 'next'
import { HistoryLink } from '@/components/audit/history-link'
import { NamePlace } from '@/components/frame/name-place'
import { RefreshWhileReading, RepositoryCard } from '@/components/settings/repository-card'
import { RepositoryBadge } from '@/components/settings/repository-health'
import { RulesEditor } from '@/components/settings/rules-editor'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { getRepository } from '@/db/queries/get-repository'
import { listSources } from '@/db/queries/list-sources'
import { orNotFound } from '@/lib/auth/found'
import { requireViewer } from '@/lib/auth/viewer'
import { SUGGESTED_RULES } from '@/lib/changes/glob-rules'
import { DEFINITION_FORMATS } from '@/lib/changes/meaning/meaning'
import { formatCount } from '@/lib/format/count'
import { healthOf, type RepositoryDetail } from '@/lib/model/repository'
import { mayIn } from '@/lib/model/scope'
import { SOURCE_KIND_IDS } from '@/lib/model/source-kind'
import { deleteRepositoryAction, previewRulesAction, saveRepositoryAction, saveRulesAction } from '../actions'

export const metadata: Metadata = { title: 'Repository' }

type Props = { params: Promise<{ id: string }> }

export default async function RepositoryPage({ params }: Props) {
  const scope = await requireViewer()
  const { id } = await params
  const [repository, sources] = await Promise.all([
    orNotFound(getRepository(scope, id), { scope, kind: 'repository', id }),
    listSources(scope),
  ])
  const { name, url, branch, hasCredential, ruleList } = repository
  const mayWrite = mayIn(scope, 'repository.write', repository.teamId)
  return (
    <div className="flex flex-col gap-6">
      <NamePlace id={id} name={name} />
      {healthOf(repository) === 'waiting' ? <RefreshWhileReading /> : null}
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            <span className="break-all">{name}</span>
            <RepositoryBadge repository={repository} />
          </span>
        }
        description={repository.problem ?? `The branch ${branch}, of the team ${repository.teamName}.`}
        actions={<HistoryLink kind="repository" id={repository.id} />}
      />
      <Figures repository={repository} />
      {mayWrite ? (
        <>
          <RulesEditor
            key={ruleList.map((rule) => rule.id).join()}
            repositoryId={id}
            rules={ruleList.map(({ id: _, ...rule }) => rule)}
            sources={sources.map((source) => ({
              id: source.id,
              name: source.name,
              suggested: suggestedFor(source.kind),
            }))}
            formats={DEFINITION_FORMATS.map((format) => ({ id: format.id, name: format.name }))}
            saveAction={saveRulesAction}
            previewAction={previewRulesAction}
          />
          <RepositoryCard
            id={id}
            name={name}
            values={{ address: url ?? `https://${name}`, branch, isFetched: url !== null, hasCredential }}
            saveAction={saveRepositoryAction}
            deleteAction={deleteRepositoryAction}
          />
        </>
      ) : (
        <p className="text-sm text-ink-3">An editor of {repository.teamName} can change how it is read.</p>
      )}
    </div>
  )
}

function suggestedFor(kind: string) {
  const known = SOURCE_KIND_IDS.find((each) => each === kind)
  return known === undefined ? [] : (SUGGESTED_RULES[known] ?? [])
}

function Figures({ repository }: { repository: RepositoryDetail }) {
  const { headSha, headAt, readAt, commits, files, flows } = repository
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-3 text-sm sm:grid-cols-3 lg:grid-cols-5">
        <Figure term="Newest commit">
          {headSha === null ? (
            'none read yet'
          ) : (
            <span className="flex items-center gap-1">
              <code className="font-mono text-xs">{headSha.slice(0, 8)}</code>
              <CopyButton value={headSha} label="commit" />
              {headAt === null ? null : <Time iso={headAt.toISOString()} />}
            </span>
          )}
        </Figure>
        <Figure term="Last read">{readAt === null ? 'not yet' : <Time iso={readAt.toISOString()} />}</Figure>
        <Figure term="Commits">{formatCount(commits)}</Figure>
        <Figure term="Files that define flows">{formatCount(files)}</Figure>
        <Figure term="Flows">{formatCount(flows)}</Figure>
      </dl>
    </Card>
  )
}

function Figure({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{term}</dt>
      <dd className="mt-0.5 text-ink tabular-nums">{children}</dd>
    </div>
  )
}
