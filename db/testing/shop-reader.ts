import { told } from '@/lib/ingest/events/decoded-event'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import type { EventReader } from '@/lib/ingest/events/reader'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import { STATES } from '@/lib/model/state'

/** Reads `{id, run, word, task?, url?}` in the words of a version of the tool's parser. */
export const shopReader = (version: number, words: Record<string, string>): EventReader => ({
  dialect: 'shop',
  parser: `shop@${version}`,
  headers: [],
  decode: ({ body, receivedAt }: IncomingEvent): DecodedRequest => {
    const item = new JsonReader(body)
    const word = item.at('word').text() ?? ''
    const at = item.at('at').time() ?? receivedAt
    const state = STATES.find((each) => each === words[word])
    const run = item.at(version === 1 ? 'run' : 'build').text() ?? item.at('run').text() ?? ''
    const of = { namespace: 'shop', flow: 'orders', nativeId: run, attempt: 1 }
    const states = state === undefined ? [] : [{ state, word, at, precedence: 4 as const }]
    const named = { key: item.at('id').text() ?? '', type: 'run', at, subject: run, body }
    const task = item.at('task').text()
    if (state === undefined)
      return { events: [{ ...told(named, []), because: `"${word}" is not known` }], rejected: [] }
    const telling =
      task === undefined
        ? { about: 'execution' as const, of, at, states, url: item.at('url').text() }
        : {
            about: 'task' as const,
            execution: of,
            of: { nativeId: task, mapIndex: null, attempt: 1 },
            at,
            name: task,
            states,
          }
    return { events: [told(named, [telling])], rejected: [] }
  },
})
