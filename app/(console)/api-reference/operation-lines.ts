import type { OperationLines } from '@/components/reference/operation-card'
import { API_BASE, componentSchemas, nameOf, type Parameter, parametersOf } from '@/lib/api/open-api'
import type { Operation } from '@/lib/api/operation'
import { limitsText, type Schema, schemasWithin, schemaText, typeText } from '@/lib/api/schema-text'

/** An operation in the words of the page, made of the same declaration as the description for programs. */
export function operationLines(of: Operation, consoleUrl: string): OperationLines {
  const schemas: Record<string, Schema> = componentSchemas()
  const name = nameOf(of)
  const text = schemasWithin(name, schemas)
    .map((each) => `${each} ${schemaText(schemas[each] ?? {})}`)
    .join('\n\n')
  const address = `${consoleUrl}${API_BASE}${of.path}${of.example ? `?${of.example}` : ''}`
  return {
    id: of.id,
    path: `${API_BASE}${of.path}`,
    summary: of.summary,
    description: of.description ?? null,
    parameters: [...parametersOf(of.params, 'path'), ...parametersOf(of.query, 'query')].map(lineOf),
    curl: `curl -H "authorization: Bearer $RUNLEDGER_READ_TOKEN" \\\n  "${address}"`,
    answer: { name, text },
  }
}

function lineOf({ name, in: place, schema, description }: Parameter) {
  const said: Schema = schema
  return {
    name,
    isInPath: place === 'path',
    type: typeText(said),
    limits: limitsText(said),
    description: description ?? '',
  }
}
