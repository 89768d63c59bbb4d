import { ButtonLink } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import type { ComparedDefinitions } from '@/lib/changes/compare-definitions'
import { flowTabHref } from '@/lib/flow/flow-address'
import { countOf } from '@/lib/format/count'
import type { NumberedDefinition } from '@/lib/model/listed-change'
import { DifferenceTable } from './difference-table'
import { TextDiff } from './text-diff'

const UNREAD: Record<Exclude<ComparedDefinitions['unread'], null>, string> = {
  'no text': 'Of one of them only a checksum is known: the tool gives no text.',
  'other format': 'They are written in two formats, so only their texts can be compared.',
  'not understood': 'One of them could not be understood, so only their texts can be compared.',
}

/** Two versions of a flow against each other: in meaning, and line by line. */
export function VersionComparison({
  flowId,
  before,
  after,
  compared,
  look,
}: {
  flowId: string
  before: NumberedDefinition
  after: NumberedDefinition
  compared: ComparedDefinitions
  look: 'side' | 'inline'
}) {
  const { differences, unread } = compared
  const at = (from: number, to: number, each: 'side' | 'inline') =>
    flowTabHref(flowId, 'versions', {
      from: String(from),
      to: String(to),
      ...(each === 'side' ? {} : { look: each }),
    })
  return (
    <Card aria-label={`Version ${before.number} against version ${after.number}`} className="min-w-0">
      <CardHeader
        title={`v${before.number} → v${after.number}`}
        description={
          <>
            {unread === null ? `${countOf(differences.length, 'difference')} in meaning, ` : ''}first seen{' '}
            <Time iso={before.firstAt.toISOString()} /> and <Time iso={after.firstAt.toISOString()} />
          </>
        }
        actions={
          <>
            <ButtonLink size="sm" scroll={false} href={at(after.number, before.number, look)}>
              Swap
            </ButtonLink>
            <ButtonLink size="sm" scroll={false} href={flowTabHref(flowId, 'versions')}>
              Close
            </ButtonLink>
          </>
        }
      />
      {differences.length > 0 ? (
        <DifferenceTable differences={differences} />
      ) : (
        <CardBody className="text-sm text-ink-3">
          {unread === null ? 'They mean the same.' : UNREAD[unread]}
        </CardBody>
      )}
      {before.text === null || after.text === null ? null : (
        <div className="border-t border-line">
          <TextDiff
            before={before.text}
            after={after.text}
            look={look}
            hrefOf={(each) => at(before.number, after.number, each)}
          />
        </div>
      )}
    </Card>
  )
}
