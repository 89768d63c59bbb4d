import { createHash } from 'node:crypto'
import { Redactions } from '../redact/redactions'
import type { AttributeKeys } from './attribute-keys'
import { AttributeWriter } from './attribute-writer'
import { cleanText } from './clean-text'
import { CopyBuffer } from './copy-buffer'
import type { Attributes, DecodedResource, DecodedScope } from './decoded'
import { ATTRIBUTES_MAX } from './limits'
import { isTriggerResource, isTriggerScope } from './mark-span'
import { PlaceList } from './place-list'
import { parseStoredAttributes } from './stored-text'
import { WireReader } from './wire-reader'

/** A row of `resources`; `attributesJson` is the text of its jsonb, in which no number is rounded. */
export type ResourceRow = {
  orgId: string
  id: string
  sourceId: string
  serviceName: string | null
  attributesJson: string
  droppedAttributesCount: number
  schemaUrl: string | null
}

/** A row of `scopes`, ready to be written. */
export type ScopeRow = {
  orgId: string
  id: string
  name: string | null
  version: string | null
  attributesJson: string
  droppedAttributesCount: number
  schemaUrl: string | null
}

type Known<Row, Decoded> = {
  row: Row
  idBytes: Buffer
  decoded: Decoded
  /** The dialects want to see every span of it. */
  isTrigger: boolean
  redacted: Record<string, number>
}
export type KnownResource = Known<ResourceRow, DecodedResource>
export type KnownScope = Known<ScopeRow, DecodedScope>

/** Where a message of its own stands on the wire; empty when it was left out. */
export type WireMessage = { bytes: Buffer; schemaUrl: Buffer }

const KNOWN_MAX = 10_000
const INT4_MAX = 2 ** 31 - 1

const ATTRIBUTES_OF_RESOURCE = 10
const DROPPED_OF_RESOURCE = 16
const SCOPE_NAME = 10
const SCOPE_VERSION = 18
const ATTRIBUTES_OF_SCOPE = 26
const DROPPED_OF_SCOPE = 32

/** Decodes each resource and scope once, however often it is sent: the wire bytes are its name. */
export class ResourceCache {
  private resources = new Map<string, KnownResource>()
  private scopes = new Map<string, KnownScope>()
  private readonly recentResources = new Recent<KnownResource>()
  private readonly recentScopes = new Recent<KnownScope>()
  private readonly wire = new WireReader()
  private readonly out = new CopyBuffer(4096)
  private readonly redactions = new Redactions()
  private readonly attributes: AttributeWriter
  private readonly list = new PlaceList(ATTRIBUTES_MAX)

  constructor(keys: AttributeKeys) {
    this.attributes = new AttributeWriter(this.wire, this.out, this.redactions, keys)
  }

  resource(message: WireMessage, orgId: string, sourceId: string): KnownResource {
    return this.recentResources.of(sourceId, message, () => this.findResource(message, orgId, sourceId))
  }

  scope(message: WireMessage, orgId: string): KnownScope {
    return this.recentScopes.of(orgId, message, () => this.findScope(message, orgId))
  }

  private findResource(message: WireMessage, orgId: string, sourceId: string): KnownResource {
    const idBytes = digest('resource', sourceId, message)
    return remembered(this.resources, idBytes, () => {
      let dropped = 0
      const attributes = this.decode(message.bytes, ATTRIBUTES_OF_RESOURCE, (tag) => {
        if (tag !== DROPPED_OF_RESOURCE) return false
        dropped = this.wire.uint32()
        return true
      })
      const name = attributes.map.get('service.name')
      const serviceName = typeof name === 'string' ? name : null
      const row = {
        orgId,
        id: uuidText(idBytes),
        sourceId,
        serviceName,
        attributesJson: attributes.json,
        droppedAttributesCount: Math.min(INT4_MAX, dropped + attributes.cut),
        schemaUrl: this.textOrNull(message.schemaUrl),
      }
      const decoded = { serviceName, attributes: attributes.map }
      const isTrigger = isTriggerResource(attributes.map)
      return { row, idBytes, decoded, isTrigger, redacted: this.redactions.take() }
    })
  }

  private findScope(message: WireMessage, orgId: string): KnownScope {
    const idBytes = digest('scope', orgId, message)
    return remembered(this.scopes, idBytes, () => {
      let dropped = 0
      let name: string | null = null
      let version: string | null = null
      const attributes = this.decode(message.bytes, ATTRIBUTES_OF_SCOPE, (tag) => {
        if (tag === SCOPE_NAME) name = this.fieldText()
        else if (tag === SCOPE_VERSION) version = this.fieldText()
        else if (tag === DROPPED_OF_SCOPE) dropped = this.wire.uint32()
        else return false
        return true
      })
      const row = {
        orgId,
        id: uuidText(idBytes),
        name,
        version,
        attributesJson: attributes.json,
        droppedAttributesCount: Math.min(INT4_MAX, dropped + attributes.cut),
        schemaUrl: this.textOrNull(message.schemaUrl),
      }
      const decoded = { name, version }
      return { row, idBytes, decoded, isTrigger: isTriggerScope(name), redacted: this.redactions.take() }
    })
  }

  private decode(
    bytes: Buffer,
    attributesTag: number,
    other: (tag: number) => boolean,
  ): { json: string; map: Attributes; cut: number } {
    const { wire, out, list } = this
    this.redactions.take()
    wire.open(bytes)
    list.clear()
    while (wire.at < bytes.length) {
      const tag = wire.varint()
      if (tag === attributesTag) {
        const end = wire.fieldEnd(bytes.length)
        list.add(wire.at, end)
        wire.at = end
      } else if (!other(tag)) wire.skip(tag, bytes.length)
    }
    wire.expectEnd(bytes.length)
    out.reset()
    const start = out.at
    this.attributes.object(list)
    const json = out.bytes.toString('utf8', start, out.at)
    return { json, map: parseStoredAttributes(json), cut: this.attributes.cut }
  }

  private fieldText(): string | null {
    const end = this.wire.fieldEnd(this.wire.bytes.length)
    const bytes = this.wire.bytes.subarray(this.wire.at, end)
    this.wire.at = end
    return this.textOrNull(bytes)
  }

  private textOrNull(bytes: Buffer): string | null {
    return bytes.length === 0 ? null : cleanText(bytes, this.redactions)
  }
}

const RECENT_MAX = 256
const RECENT_BYTES_MAX = 2048

/** Those seen last by their very bytes: of a request with few spans, hashing its resource and scope would be the dearest part. */
class Recent<T> {
  private readonly known = new Map<string, T>()

  of(owner: string, { bytes, schemaUrl }: WireMessage, find: () => T): T {
    if (bytes.length + schemaUrl.length > RECENT_BYTES_MAX) return find()
    const key = `${owner}\n${schemaUrl.length}\n${schemaUrl.toString('latin1')}${bytes.toString('latin1')}`
    const recent = this.known.get(key)
    if (recent !== undefined) return recent
    const found = find()
    if (this.known.size >= RECENT_MAX) this.known.clear()
    this.known.set(key, found)
    return found
  }
}

function remembered<T>(known: Map<string, T>, idBytes: Buffer, decode: () => T): T {
  const key = idBytes.toString('latin1')
  const found = known.get(key)
  if (found !== undefined) return found
  const value = decode()
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(key, value)
  return value
}

/** Lengths stand between the parts, so that no two lists of parts are the same bytes. */
function digest(kind: string, owner: string, { bytes, schemaUrl }: WireMessage): Buffer {
  const hash = createHash('sha256').update(`${kind}\n${owner}\n${schemaUrl.length}\n`)
  return hash.update(schemaUrl).update(bytes).digest().subarray(0, 16)
}

/** The 16 bytes as Postgres writes a UUID. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const uuidBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex')
