import { setFavourite } from '@/db/store/set-favourite'
import { addFavouriteOperation, removeFavouriteOperation } from '@/lib/api/view-operations'
import { address, endpoint } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(addFavouriteOperation, ({ scope, params: { id } }) =>
    setFavourite(scope, { kind: 'flow', id, isOn: true }),
  ),
  endpoint(removeFavouriteOperation, ({ scope, params: { id } }) =>
    setFavourite(scope, { kind: 'flow', id, isOn: false }),
  ),
)
