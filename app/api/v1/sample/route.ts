import { getSample } from '@/db/queries/get-sample'
import { removeSample, startSample } from '@/db/store/start-sample'
import {
  getSampleOperation,
  removeSampleOperation,
  startSampleOperation,
} from '@/lib/api/organization-operations'
import { address, endpoint } from '@/lib/auth/api-route'
import { Refusal } from '@/lib/model/refusal'

export const { GET, OPTIONS, POST, PUT, PATCH, DELETE } = address(
  endpoint(getSampleOperation, async ({ scope }) => {
    const sample = await getSample(scope)
    if (sample === null) throw new Refusal('not_found', 'There is no sample data.')
    return sample
  }),
  endpoint(startSampleOperation, ({ scope }) => startSample(scope)),
  endpoint(removeSampleOperation, ({ scope }) => removeSample(scope)),
)
