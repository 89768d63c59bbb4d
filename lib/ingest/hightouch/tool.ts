import type { Guide, Tool } from '@/lib/ingest/events/tool'
import { HIGHTOUCH_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { hightouchPoll } from './poll'

const guide: Guide = {
  ways: [
    {
      id: 'poll',
      title: 'Ask the API',
      about:
        'Every minute: runs of all syncs with planned, successful and failed rows and the error. Hightouch has no webhook that tells of runs.',
      steps: [
        {
          text: 'In Hightouch open Settings, API keys, and create one. Set it here, with the base address https://api.hightouch.com.',
        },
        {
          text: "For links to Hightouch set the workspace's name as it is in the address of its pages: https://app.hightouch.com/<workspace>/syncs.",
        },
      ],
    },
  ],
}

export const hightouchTool: Tool = {
  id: 'hightouch',
  name: 'Hightouch',
  parser: 1,
  about: 'Runs of syncs with rows and errors, by asking the API.',
  states: [{ of: 'runs of syncs', words: HIGHTOUCH_WORDS }],
  poll: hightouchPoll,
  guide,
}
