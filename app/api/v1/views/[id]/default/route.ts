import { setDefaultView } from '@/db/store/saved-views'
import { dropDefaultViewOperation, makeDefaultViewOperation } from '@/lib/api/view-operations'
import { address, endpoint } from '@/lib/auth/api-route'

const PAGE = '/executions'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(makeDefaultViewOperation, ({ scope, params: { id } }) =>
    setDefaultView(scope, { page: PAGE, viewId: id, isDefault: true }),
  ),
  endpoint(dropDefaultViewOperation, ({ scope, params: { id } }) =>
    setDefaultView(scope, { page: PAGE, viewId: id, isDefault: false }),
  ),
)
