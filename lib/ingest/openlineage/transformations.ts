import type { JsonReader } from '@/lib/ingest/events/json-reader'
import type { Transformation } from '@/lib/model/lineage'

const MAX_TRANSFORMATIONS = 20

/** What was done on the way, also as older producers say it: one word and a description beside the input fields. */
export function readTransformations(read: JsonReader, legacy: JsonReader | null = null): Transformation[] {
  const said = read
    .items()
    .slice(0, MAX_TRANSFORMATIONS)
    .map((item) => ({
      type: item.at('type').text() ?? '',
      subtype: item.at('subtype').text() ?? '',
      description: item.at('description').text() ?? '',
      masking: item.at('masking').boolean() ?? false,
    }))
  const subtype = legacy?.at('transformationType').text()
  if (said.length > 0 || subtype === undefined) return said
  const description = legacy?.at('transformationDescription').text() ?? ''
  return [{ type: 'DIRECT', subtype, description, masking: subtype.toUpperCase() === 'MASKED' }]
}
