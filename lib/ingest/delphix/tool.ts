import { shouted } from '@/lib/ingest/events/state-table'
import type { Tool } from '@/lib/ingest/events/tool'
import { DELPHIX_WORDS } from './decode'
import { delphixPoll } from './poll'

export const delphixTool: Tool = {
  id: 'delphix',
  name: 'Delphix',
  parser: 1,
  about:
    'Jobs of Data Control Tower (provisioning, refresh, snapshot, masking) with their tasks, accounts, warnings and errors, by asking its API. Delphix sends no webhooks.',
  states: [{ of: 'jobs and tasks', words: shouted(DELPHIX_WORDS) }],
  poll: delphixPoll,
  guide: {
    ways: [
      {
        id: 'poll',
        title: 'Ask the API',
        about:
          'Every minute: jobs that changed, by version 3 of the API of Data Control Tower. A flow is the type of a job together with what it is done to: VDB_REFRESH orders-dev. Engines without Data Control Tower are not asked.',
        steps: [
          {
            text: 'In Data Control Tower, under Admin, Accounts: add an account with an API key and a role that may read jobs.',
          },
          { text: 'Set the base address to https://<host>/dct and give the key, without “apk” before it.' },
        ],
      },
    ],
  },
}
