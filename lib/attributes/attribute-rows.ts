import { webAddress } from '@/lib/format/web-address'
import type { Attributes, AttributeValue } from '@/lib/ingest/otlp/decoded'

/** What an attribute is about: decides under which heading it stands. */
export const ATTRIBUTE_GROUPS = ['pipeline', 'version', 'error', 'request', 'runtime', 'custom'] as const
export type AttributeGroup = (typeof ATTRIBUTE_GROUPS)[number]

export type AttributeRow = {
  key: string
  /** The value in full, exactly as sent; structured values as JSON. */
  text: string
  /** OTLP's type of the value. */
  type: 'string' | 'bool' | 'int' | 'double' | 'bytes' | 'list' | 'map' | 'empty'
  group: AttributeGroup
  /** The value when it is a web address, else null; everything else stays text. */
  href: string | null
}

/** Each attribute's value in full as text, by its key. */
export const attributeTexts = (attributes: Attributes): Record<string, string> =>
  Object.fromEntries(attributeRows(attributes).map(({ key, text }) => [key, text]))

/** Attributes as lines to show, in order of their keys. */
export function attributeRows(attributes: Attributes): AttributeRow[] {
  return [...attributes]
    .map(([key, value]) => ({
      key,
      text: textOf(value),
      type: typeOf(value),
      group: groupOf(key),
      href: typeof value === 'string' ? webAddress(value) : null,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

const GROUPS: [RegExp, AttributeGroup][] = [
  [
    /^(cicd|ci|airflow|github|gitlab|kestra|prefect|dbt|dagster|argo|temporal|jenkins|pipeline|job|workflow|task)\./,
    'pipeline',
  ],
  [/^(vcs|git|deployment)\.|^service\.version$/, 'version'],
  [/^(exception|error)\.|^otel\.status/, 'error'],
  [
    /^(http|rpc|db|messaging|net|network|server|client|url|peer|graphql|faas|user_agent|aws|gcp|azure)\./,
    'request',
  ],
  [/^(process|host|os|container|k8s|telemetry|thread|service|code|cloud|device|otel)\./, 'runtime'],
]

const groupOf = (key: string): AttributeGroup =>
  GROUPS.find(([pattern]) => pattern.test(key))?.[1] ?? 'custom'

function typeOf(value: AttributeValue): AttributeRow['type'] {
  if (value === null) return 'empty'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'double'
  if (value instanceof Uint8Array) return 'bytes'
  return Array.isArray(value) ? 'list' : 'map'
}

function textOf(value: AttributeValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (value instanceof Uint8Array) return base64(value)
  if (typeof value !== 'object') return numberText(value)
  return jsonOf(value, '')
}

/** A whole double keeps its point, so that it is told apart from an integer. */
function numberText(value: boolean | bigint | number): string {
  return typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** Indented JSON with integers of any size, which `JSON.stringify` does not know. */
function jsonOf(value: AttributeValue, indent: string): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Uint8Array) return JSON.stringify(base64(value))
  if (typeof value !== 'object') return numberText(value)
  const inner = `${indent}  `
  const items = Array.isArray(value)
    ? value.map((item) => jsonOf(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${jsonOf(item, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (items.length === 0) return `${open}${close}`
  const isShort = items.join(', ').length < 60 && !items.some((item) => item.includes('\n'))
  return isShort
    ? `${open}${items.join(', ')}${close}`
    : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
