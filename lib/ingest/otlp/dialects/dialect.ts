import type { IngestSource } from '@/lib/model/ingest-source'
import type { SpanMark } from '@/lib/model/span-mark'
import type { Attributes, DecodedResource, DecodedScope, DecodedSpan } from '../decoded'

/** A span with all that came around it. */
export type SpanInContext = {
  span: DecodedSpan
  resource: DecodedResource
  scope: DecodedScope
  source: IngestSource
}

/** What one tool's spans look like and what they say. A further tool is one more of these and a line in the registry. */
export type Dialect = {
  name: string
  /** Span attributes that make a span worth looking at. A key that ends in a dot stands for all that begin with it. */
  spanKeys: readonly string[]
  /** The same of the resource: every span of such a resource is looked at. */
  resourceKeys?: readonly string[]
  /** Instrumentation scopes whose every span is looked at. A name that ends in an asterisk stands for all that begin with it. */
  scopes?: readonly string[]
  /** What the span says, or null if it is not of this tool. */
  mark(of: SpanInContext): SpanMark | null
}

/** True when one of the attributes has a key that starts so. */
export function hasKeyUnder(attributes: Attributes, prefix: string): boolean {
  for (const key of attributes.keys()) if (key.startsWith(prefix)) return true
  return false
}
