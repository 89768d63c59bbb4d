'use server'

import { revalidatePath } from 'next/cache'
import { pauseStream, removeStream } from '@/db/store/change-audit-streams'
import { personAction } from '@/lib/auth/person-action'
import { changeStream, rotateStream, streamTo, testStream } from '@/lib/auth/set-audit-stream'
import {
  newStreamForm,
  ofStreamForm,
  pauseStreamForm,
  rotateStreamForm,
  streamForm,
} from '@/lib/input/audit-stream-form'
import type { MadeStream } from '@/lib/model/audit-stream'

const refresh = () => revalidatePath('/audit/streams')

/** A stream is tried at once, but for a webhook whose receiver cannot know yet by which secret it is signed. */
export const addStreamAction = personAction(newStreamForm, async (scope, input): Promise<MadeStream> => {
  const { streamId, secret } = await streamTo(scope, input)
  const test = secret === null ? await testStream(scope, streamId) : null
  refresh()
  return { secret, test }
})

export const changeStreamAction = personAction(
  streamForm,
  async (scope, { streamId, body }): Promise<MadeStream> => {
    await changeStream(scope, streamId, body)
    const test = await testStream(scope, streamId)
    refresh()
    return { secret: null, test }
  },
)

export const pauseStreamAction = personAction(pauseStreamForm, async (scope, { streamId, isPaused }) => {
  await pauseStream(scope, streamId, isPaused)
  refresh()
})

export const removeStreamAction = personAction(ofStreamForm, async (scope, { streamId }) => {
  await removeStream(scope, streamId)
  refresh()
})

export const rotateStreamAction = personAction(
  rotateStreamForm,
  async (scope, { streamId, secret }): Promise<MadeStream> => {
    const made = await rotateStream(scope, streamId, secret)
    refresh()
    return { secret: made.secret, test: null }
  },
)

export const testStreamAction = personAction(ofStreamForm, async (scope, { streamId }) => {
  const test = await testStream(scope, streamId)
  refresh()
  return test
})
