import { listSavedViews } from '@/db/queries/list-saved-views'
import { saveView } from '@/db/store/saved-views'
import { listed } from '@/lib/api/find-listed'
import { createViewOperation, listViewsOperation } from '@/lib/api/view-operations'
import { address, endpoint } from '@/lib/auth/api-route'

const PAGE = '/executions'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(listViewsOperation, async ({ scope }) => ({ items: await listSavedViews(scope, PAGE) })),
  endpoint(createViewOperation, async ({ scope, body }) => {
    const { viewId } = await saveView(scope, { page: PAGE, ...body })
    const answer = listed(await listSavedViews(scope, PAGE), viewId, 'view')
    return { location: `/views/${viewId}`, answer }
  }),
)
