import { noteOnChange } from '@/db/store/note-on-change'
import { noteOnChangeOperation } from '@/lib/api/change-operations'
import { answer } from '@/lib/auth/api-route'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = answer(
  noteOnChangeOperation,
  async ({ scope, params: { id: changeId }, body }) => {
    const id = await noteOnChange(scope, { changeId, ...body })
    return { location: `/changes/${changeId}`, answer: { id } }
  },
)
