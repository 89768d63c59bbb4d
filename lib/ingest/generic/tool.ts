import type { Tool } from '@/lib/ingest/events/tool'
import { mappedDecoder } from './decode'
import { COMMON_WORDS } from './fields'

const SEND = `curl -fsS -X POST '{{hook}}' -H 'authorization: Bearer {{token}}' -H 'content-type: application/json' \\
  -d '{"pipeline": "orders", "run": {"id": "42", "status": "running", "started": "2026-05-01T10:00:00Z"}}'`

const SIGNED = `body='{"pipeline": "orders", "run": {"id": "42", "status": "succeeded"}}'
signature=$(printf %s "$body" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/^.* //')
curl -fsS -X POST '{{hook}}' -H 'content-type: application/json' \\
  -H "x-signature-256: sha256=$signature" -d "$body"`

const MAPPING = `{
  "execution": {
    "flow": { "path": "pipeline" },
    "id": { "path": "run.id" },
    "state": { "path": "run.status" },
    "startedAt": { "path": "run.started" },
    "endedAt": { "path": "run.finished" },
    "error": { "path": "run.errors[*].text" }
  },
  "states": { "rolled back": "failed" },
  "tasks": { "items": "run.steps", "id": { "path": "id" }, "name": { "path": "name" }, "state": { "path": "status" } }
}`

/** Piper, Naveego and whatever else can call an address with JSON. */
export const genericTool: Tool = {
  id: 'generic',
  name: 'Anything else with a webhook',
  parser: 1,
  about:
    'Any tool that can call an address with JSON, Piper and Naveego among them: a mapping says which places of the payload are the flow, the id, the state, the times and the tasks.',
  states: [{ of: 'executions and task runs, where the mapping has no word of its own', words: COMMON_WORDS }],
  webhook: {
    verifiers: [
      // Few of the tools that come this way can sign.
      { kind: 'bearer' },
      { kind: 'url' },
      { kind: 'hmac', header: 'x-signature-256', prefix: 'sha256=', hash: 'sha256' },
      { kind: 'standard' },
    ],
    headers: [],
    decode: mappedDecoder(null),
    mapped: mappedDecoder,
  },
  guide: {
    ways: [
      {
        id: 'webhook',
        title: 'A webhook and a mapping',
        about:
          'What comes before there is a mapping is kept whole and can be read again with it. A payload may be one event, or a list of them. Words for states that most tools share are known; others are set in the mapping.',
        steps: [
          {
            text: 'Have the tool call this address whenever something begins, ends or changes. If it can set no headers, put the token at the end of the address, after a slash.',
            code: { label: 'A call', language: 'shell', code: SEND },
          },
          {
            text: 'If it can sign what it sends, choose Signature as the proof of this source and give it the secret, which is $SECRET here.',
            code: { label: 'A signed call', language: 'shell', code: SIGNED },
          },
          {
            text: 'On the page of the source, open Mapping and say where things are: the last payload is the sample there. A path is keys with dots between them, [0] for a place in a list and [*] for every item; nothing else is computed. Flow and id are needed, everything else is better than nothing.',
            code: { label: 'The same as JSON', language: 'json', code: MAPPING },
          },
        ],
      },
    ],
  },
}
