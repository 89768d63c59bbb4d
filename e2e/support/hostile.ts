import { OTLP_URL } from './installation'

/** A host of somebody else's, which nothing that was ingested may make a browser ask. */
export const EVIL_HOST = 'evil.example'

const EVIL = `https://${EVIL_HOST}`

/** What attackers write into names, messages and attributes. */
export const PAYLOADS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><script>alert(2)</script>',
  `<img src=x onerror=alert(3)>`,
  `<img src="${EVIL}/4.png">`,
  '<svg onload=alert(5)>',
  '<svg><script>alert(6)</script></svg>',
  '<svg><animate onbegin=alert(7) attributeName=x dur=1s>',
  `<iframe src="javascript:alert(8)"></iframe>`,
  `<iframe srcdoc="<script>alert(9)</script>"></iframe>`,
  '<body onload=alert(10)>',
  '<details open ontoggle=alert(11)>',
  '<video><source onerror=alert(12)></video>',
  '<input autofocus onfocus=alert(13)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(14)>',
  `<a href="javascript:alert(15)">click</a>`,
  'javascript:alert(16)',
  'JaVaScRiPt:alert(17)',
  'java\tscript:alert(18)',
  '\u0001javascript:alert(19)',
  'data:text/html,<script>alert(20)</script>',
  'vbscript:msgbox(21)',
  `//${EVIL_HOST}/22`,
  `${EVIL}/23" onmouseover="alert(23)`,
  `<link rel=stylesheet href="${EVIL}/24.css">`,
  `<style>@import '${EVIL}/25.css';</style>`,
  `<div style="background:url(${EVIL}/26.png)">`,
  `<meta http-equiv="refresh" content="0;url=${EVIL}/27">`,
  `<base href="${EVIL}/28/">`,
  `<form action="${EVIL}/29"><button>send</button></form>`,
  `<object data="${EVIL}/30"></object>`,
  `\${alert(31)}`,
  '{{constructor.constructor("alert(32)")()}}',
  '</title><script>alert(33)</script>',
  '</script><script>alert(34)</script>',
  '</textarea><img src=x onerror=alert(35)>',
  '<!--><script>alert(36)</script>-->',
  `"-alert(37)-"`,
  `';alert(38)//`,
  '\u202e<script>alert(39)</script>',
  '=HYPERLINK("https://evil.example/40","40")',
]

type Value = { stringValue: string }
type KeyValue = { key: string; value: Value }

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0')
const text = (value: string): Value => ({ stringValue: value })
const nano = (ms: number): string => `${Math.round(ms)}000000`

/** Marks the ids of one use, so that a test that is tried again sends new traces. */
export type HostileIds = { seed: number; traceIdOf: (n: number) => string }

export function hostileIds(seed: number): HostileIds {
  return { seed, traceIdOf: (n) => `${hex(seed, 12)}${hex(0xbad0000 + n, 20)}` }
}

/**
 * Sends a failed execution for each payload with the payload in every field that is taken as text: resource, scope, span,
 * events, links, status and trace state, log records, and every attribute that some dialect or page reads.
 */
export async function sendHostile(token: string, ids: HostileIds, now = Date.now()): Promise<void> {
  await post(token, 'traces', {
    resourceSpans: PAYLOADS.map((payload, n) => ({
      resource: { attributes: resourceOf(payload) },
      schemaUrl: payload,
      scopeSpans: [
        {
          scope: { name: payload, version: payload, attributes: [{ key: payload, value: text(payload) }] },
          schemaUrl: payload,
          spans: spansOf(payload, n, ids, now - (n + 2) * 1_000),
        },
      ],
    })),
  })
  await post(token, 'logs', {
    resourceLogs: PAYLOADS.map((payload, n) => ({
      resource: { attributes: resourceOf(payload) },
      scopeLogs: [{ scope: { name: payload }, logRecords: logsOf(payload, n, ids, now - (n + 2) * 1_000) }],
    })),
  })
}

async function post(token: string, signal: string, body: unknown): Promise<void> {
  const answer = await fetch(`${OTLP_URL}/v1/${signal}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${signal} refused: ${answer.status} ${await answer.text()}`)
}

const resourceOf = (payload: string): KeyValue[] =>
  attributesOf(
    ['service.name', 'service.version', 'service.namespace', 'deployment.environment.name'],
    payload,
  )

const attributesOf = (keys: string[], payload: string): KeyValue[] =>
  keys.map((key) => ({ key, value: text(payload) }))

/** What becomes title, trigger, actor, commit, branch, version, address and labels, and what pages show on its own. */
const READ_KEYS = [
  'cicd.pipeline.name',
  'cicd.pipeline.run.url.full',
  'cicd.pipeline.task.name',
  'cicd.pipeline.task.run.url.full',
  'cicd.pipeline.result',
  'cicd.worker.name',
  'vcs.ref.head.revision',
  'vcs.ref.head.name',
  'vcs.repository.url.full',
  'vcs.change.title',
  'url.full',
  'http.route',
  'db.query.text',
  'code.function.name',
  'error.type',
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'enduser.id',
  'user_agent.original',
]

function spansOf(payload: string, n: number, ids: HostileIds, startMs: number) {
  const traceId = ids.traceIdOf(n)
  const rootId = hex(0xa0000 + n, 16)
  const exception = attributesOf(['exception.type', 'exception.message', 'exception.stacktrace'], payload)
  const common = {
    traceId,
    traceState: `k=${n}`,
    name: payload,
    attributes: [...attributesOf(READ_KEYS, payload), { key: payload, value: text(payload) }],
    events: [
      { timeUnixNano: nano(startMs + 500), name: 'exception', attributes: exception },
      namedEvent(payload, startMs),
    ],
    links: [
      {
        traceId: ids.traceIdOf(n + 1),
        spanId: hex(0xa0001 + n, 16),
        attributes: attributesOf([payload], payload),
      },
    ],
    status: { code: 2, message: payload },
  }
  const runId = { key: 'cicd.pipeline.run.id', value: text(`${payload} ${ids.seed}`) }
  return [
    {
      ...common,
      spanId: rootId,
      kind: 2,
      attributes: [...common.attributes, runId],
      startTimeUnixNano: nano(startMs),
      endTimeUnixNano: nano(startMs + 900),
    },
    {
      ...common,
      spanId: hex(0xb0000 + n, 16),
      parentSpanId: rootId,
      kind: 1,
      startTimeUnixNano: nano(startMs + 100),
      endTimeUnixNano: nano(startMs + 800),
    },
  ]
}

const namedEvent = (payload: string, startMs: number) => ({
  timeUnixNano: nano(startMs + 300),
  name: payload,
  attributes: attributesOf([payload], payload),
})

function logsOf(payload: string, n: number, ids: HostileIds, startMs: number) {
  const record = {
    traceId: ids.traceIdOf(n),
    spanId: hex(0xa0000 + n, 16),
    severityNumber: 17,
    severityText: payload,
    eventName: payload,
    attributes: attributesOf(
      [payload, 'exception.message', 'exception.type', 'exception.stacktrace'],
      payload,
    ),
  }
  return [
    { ...record, timeUnixNano: nano(startMs + 400), body: text(payload) },
    {
      ...record,
      timeUnixNano: nano(startMs + 401),
      body: { kvlistValue: { values: attributesOf([payload], payload) } },
    },
  ]
}
