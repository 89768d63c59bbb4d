import { listSavedViews } from '@/db/queries/list-saved-views'
import { deleteView, renameView } from '@/db/store/saved-views'
import { listed } from '@/lib/api/find-listed'
import { deleteViewOperation, getViewOperation, renameViewOperation } from '@/lib/api/view-operations'
import { address, endpoint } from '@/lib/auth/api-route'

const PAGE = '/executions'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getViewOperation, async ({ scope, params: { id } }) =>
    listed(await listSavedViews(scope, PAGE), id, 'view'),
  ),
  endpoint(renameViewOperation, ({ scope, params: { id }, body }) =>
    renameView(scope, { page: PAGE, viewId: id, ...body }),
  ),
  endpoint(deleteViewOperation, ({ scope, params: { id } }) => deleteView(scope, { page: PAGE, viewId: id })),
)
