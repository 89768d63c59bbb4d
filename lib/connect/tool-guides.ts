import { TOOLS, toolOf } from '@/lib/ingest/events/registry'
import type { Tool } from '@/lib/ingest/events/tool'
import type { Verifier } from '@/lib/ingest/events/verify'
import { SOURCE_KINDS } from '@/lib/model/source-kind'
import type { ToolChoice, ToolGuide, WebhookProof } from '@/lib/model/tool-guide'

/** What comes from sources that only speak OpenTelemetry. */
const BY_TELEMETRY: Record<string, string> = {
  opentelemetry:
    'Traces and logs of any program with an OpenTelemetry SDK; what its spans say becomes executions.',
  collector: 'Whatever the pipelines of an OpenTelemetry Collector export.',
  shell: 'Scripts and cron jobs: exit code, duration and last lines, or spans sent with curl.',
}

/** Every kind of source with what comes from it, by name; those that fit any program come first. */
export const listToolChoices = (): ToolChoice[] =>
  SOURCE_KINDS.map(({ id, name }) => {
    const tool = toolOf(id)
    if (tool === null) {
      const about = BY_TELEMETRY[id] ?? 'Executions from its OpenTelemetry traces.'
      return { id, name, about, ways: ['OpenTelemetry'] }
    }
    return { id, name, about: tool.about, ways: waysOf(tool) }
  })

/** The tools that have a guide of their own. */
export const listGuides = (): ToolChoice[] =>
  TOOLS.map((tool) => ({ id: tool.id, name: tool.name, about: tool.about, ways: waysOf(tool) }))

/** How a kind of source is connected and read; null for those that only speak OpenTelemetry. */
export function toolGuideOf(kind: string): ToolGuide | null {
  const tool = toolOf(kind)
  if (tool === null) return null
  const { id, name, about, guide, webhook, poll, uploads, states } = tool
  return {
    id,
    name,
    about,
    ways: guide.ways,
    proofs: proofsOf(webhook?.verifiers ?? []),
    poll:
      poll === undefined
        ? null
        : {
            credentials: poll.credentials.map((each) => ({ ...each, isOptional: each.isOptional === true })),
            everySeconds: poll.everySeconds,
            asksAgain: poll.ask !== undefined,
          },
    uploads: (uploads ?? []).map(({ what, about: of }) => ({ what, about: of })),
    isMapped: webhook?.mapped !== undefined,
    states: states.map(({ of, words }) => ({
      of,
      words: Object.entries(words).map(([word, state]) => ({ word, state })),
    })),
  }
}

/** Several headers for the same kind of proof are one choice: whichever comes is checked. */
function proofsOf(verifiers: readonly Verifier[]): WebhookProof[] {
  const proofs = new Map<string, WebhookProof>()
  for (const verifier of verifiers) {
    if (!proofs.has(verifier.kind)) proofs.set(verifier.kind, proofOf(verifier))
  }
  return [...proofs.values()]
}

function proofOf(verifier: Verifier): WebhookProof {
  const { kind: id } = verifier
  switch (verifier.kind) {
    case 'hmac':
      return {
        ...{ id, by: 'secret', secretForm: 'hex', title: 'Signature' },
        about: `Each call is signed with the secret (HMAC ${verifier.hash.toUpperCase()} in ${verifier.header}).`,
      }
    case 'standard':
      return {
        ...{ id, by: 'secret', secretForm: 'whsec', title: 'Standard Webhooks signature' },
        about:
          'Each call is signed with the secret together with its time, so an old one cannot be sent again.',
      }
    case 'token':
      return {
        ...{ id, by: 'secret', secretForm: 'hex', title: 'Secret in a header' },
        about: `The tool sends the secret itself in ${verifier.header}.`,
      }
    case 'sns':
      return {
        ...{ id, by: 'topic', secretForm: null, title: 'Amazon SNS' },
        about: 'Amazon signs each call; the ARN of your topic says which of its customers is meant.',
      }
    case 'bearer':
      return {
        ...{ id, by: 'token', secretForm: null, title: 'Ingest token in a header' },
        about: 'As bearer, as the password of basic authentication, or in x-api-key.',
      }
    case 'url':
      return {
        ...{ id, by: 'token', secretForm: null, title: 'Ingest token in the address' },
        about:
          'For tools that can set neither header nor signature. Addresses are written into logs: prefer the others.',
      }
  }
}

const WAY_WORDS: [RegExp, string][] = [
  [/opentelemetry|otlp|fusion/i, 'OpenTelemetry'],
  [/openlineage|dbt-ol/i, 'OpenLineage'],
]

/** By which ways a tool can be connected, in a word each. */
function waysOf({ webhook, poll, uploads, guide }: Tool): string[] {
  const titles = guide.ways.map(({ id, title }) => `${id} ${title}`)
  return [
    ...(webhook === undefined ? [] : ['Webhook']),
    ...(poll === undefined ? [] : ['API']),
    ...(uploads === undefined || uploads.length === 0 ? [] : ['Upload']),
    ...WAY_WORDS.filter(([pattern]) => titles.some((title) => pattern.test(title))).map(([, word]) => word),
  ]
}
