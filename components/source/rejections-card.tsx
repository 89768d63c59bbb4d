import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import type { ListedRejection } from '@/lib/model/listed-rejection'
import { RejectionList } from './rejection-list'

/** The newest items that were refused; nothing at all when there are none. */
export function RejectionsCard({
  sourceId,
  rejections,
  hasMore,
}: {
  sourceId: string
  rejections: ListedRejection[]
  hasMore: boolean
}) {
  if (rejections.length === 0) return null
  return (
    <Card aria-label="Latest rejections">
      <CardHeader
        title="Latest rejections"
        description="The sender was told about these in its answer. The path says which item of the request it was."
        actions={
          hasMore ? <ButtonLink href={`/sources/${sourceId}/rejections`}>All rejections</ButtonLink> : null
        }
      />
      <RejectionList rejections={rejections} />
    </Card>
  )
}
