import { HistoryLink } from '@/components/audit/history-link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmAction } from '@/components/ui/confirm-action'
import { Time } from '@/components/ui/time'
import { formatCount } from '@/lib/format/count'
import type { FormAction } from '@/lib/model/action-state'
import type { ListedOwnershipRule } from '@/lib/model/ownership-rule'
import { MoveRule } from './move-rule'

/** The rules in the order in which they are asked, each with the flows it decides and those that an earlier one takes. */
export function RulesCard({
  rules,
  moveAction,
  deleteAction,
}: {
  rules: ListedOwnershipRule[]
  moveAction: FormAction<void>
  deleteAction: FormAction<void>
}) {
  return (
    <Card>
      <ol className="divide-y divide-line">
        {rules.map((rule, index) => (
          <li key={rule.id} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3">
            <span className="w-5 pt-0.5 text-right text-sm text-ink-3 tabular-nums">{index + 1}</span>
            <div className="min-w-0 flex-1 basis-64">
              <Conditions rule={rule} />
              <p className="mt-1 text-xs text-ink-3">
                Added {rule.createdBy === null ? '' : `by ${rule.createdBy} `}
                <Time iso={rule.createdAt.toISOString()} />
              </p>
            </div>
            <Outcome rule={rule} />
            <div className="flex items-center gap-1">
              <HistoryLink kind="ownership_rule" id={rule.id} of={`rule ${index + 1}`} size="sm" />
              <MoveRule
                ruleId={rule.id}
                place={index + 1}
                isFirst={index === 0}
                isLast={index === rules.length - 1}
                action={moveAction}
              />
              <ConfirmAction
                title={`Delete rule ${index + 1}?`}
                description="Its flows go to the next rule that fits, else back to the team of their source, with all their executions."
                confirmLabel="Delete rule"
                fields={{ ruleId: rule.id }}
                action={deleteAction}
                trigger={
                  <Button size="sm" aria-label={`Delete rule ${index + 1}`}>
                    Delete
                  </Button>
                }
              />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Conditions({ rule }: { rule: ListedOwnershipRule }) {
  const { sourceId, sourceName, namespace, name, labelKey, labelValue, codeOwner, repositoryId, teamName } =
    rule
  const conditions = [
    sourceId === null ? null : ['source', sourceName ?? 'one that is gone'],
    namespace === null ? null : ['namespace', namespace],
    name === null ? null : ['name', name],
    labelKey === null ? null : [`label ${labelKey}`, labelValue ?? 'any'],
    codeOwner === null
      ? null
      : [
          repositoryId === null
            ? 'CODEOWNERS'
            : `CODEOWNERS of ${rule.repositoryName ?? 'a repository that is gone'}`,
          codeOwner,
        ],
  ].filter((one) => one !== null)
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
      {conditions.map(([what, value]) => (
        <span key={what} className="inline-flex min-w-0 items-center gap-1">
          {what} <code className="font-mono text-xs break-all text-ink">{value}</code>
        </span>
      ))}
      <span>belongs to</span>
      <span className="font-medium text-ink">{teamName}</span>
    </p>
  )
}

function Outcome({ rule }: { rule: ListedOwnershipRule }) {
  return (
    <div className="flex-1 basis-44 text-xs text-ink-3">
      <p className="text-sm text-ink-2">
        decides <span className="tabular-nums">{formatCount(rule.decided)}</span> of{' '}
        <span className="tabular-nums">{formatCount(rule.matched)}</span>{' '}
        {rule.matched === 1 ? 'flow that fits' : 'flows that fit'}
      </p>
      {rule.matched === 0 ? <Badge tone="warning">fits nothing</Badge> : null}
      {rule.conflicts.map(({ position, teamName, flows }) => (
        <p key={position}>
          {formatCount(flows)} decided by rule {position} ({teamName})
        </p>
      ))}
    </div>
  )
}
