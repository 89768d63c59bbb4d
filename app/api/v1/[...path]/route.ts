import { problemResponse } from '@/lib/api/problem'
import { Refusal } from '@/lib/model/refusal'

const missing = async (): Promise<Response> =>
  problemResponse(
    new Refusal('not_found', 'There is no such address; /api/v1/openapi.json says which there are.'),
  )

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT }
