import { listFavourites } from '@/db/queries/home-favourites'
import { isoOfMs } from '@/lib/api/iso-nano'
import { listFavouritesOperation } from '@/lib/api/view-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  listFavouritesOperation,
  async ({ scope }) => ({
    items: (await listFavourites(scope)).map((flow) => ({
      ...flow,
      outcomes: flow.outcomes.map((each) => ({ ...each, at: isoOfMs(each.atMs) })),
    })),
  }),
)
