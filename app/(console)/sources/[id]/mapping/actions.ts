'use server'

import { revalidatePath } from 'next/cache'
import { personAction } from '@/lib/auth/person-action'
import { previewEventMapping, setEventMapping } from '@/lib/auth/set-event-mapping'
import { mappingForm, mappingPreviewForm } from '@/lib/input/mapping-form'

/** Says what would come of a sample, and keeps nothing. */
export const previewMappingAction = personAction(mappingPreviewForm, (scope, { sourceId, mapping, sample }) =>
  previewEventMapping(scope, sourceId, mapping, sample),
)

/** Keeps a mapping for what arrives from now on; what came before can be read again in the inbox. */
export const saveMappingAction = personAction(mappingForm, async (scope, { sourceId, mapping }) => {
  await setEventMapping(scope, sourceId, mapping)
  revalidatePath(`/sources/${sourceId}`, 'layout')
})
