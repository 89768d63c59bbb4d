import type { OperationLines } from '@/components/reference/operation-card'
import { bodySchema, componentSchemas, nameOf, type Parameter, parametersOf } from '@/lib/api/open-api'
import { API_BASE, type Operation } from '@/lib/api/operation'
import { limitsText, type Schema, schemasWithin, schemaText, typeText } from '@/lib/api/schema-text'

/** An operation in the words of the page, made of the same declaration as the description for programs. */
export function operationLines(of: Operation, consoleUrl: string): OperationLines {
  const schemas: Record<string, Schema> = componentSchemas()
  const name = nameOf(of)
  const text = schemasWithin(name ?? '', schemas)
    .map((each) => `${each} ${schemaText(schemas[each] ?? {})}`)
    .join('\n\n')
  const body = bodySchema(of)
  const address = `${consoleUrl}${API_BASE}${of.path}${of.example ? `?${of.example}` : ''}`
  return {
    id: of.id,
    method: of.method.toUpperCase(),
    path: `${API_BASE}${of.path}`,
    summary: of.summary,
    description: of.description ?? null,
    parameters: [...parametersOf(of.params, 'path'), ...parametersOf(of.query, 'query')].map(lineOf),
    curl: curlOf(of, address),
    body: body === null ? null : schemaText(body),
    answer: name === null ? null : { name, text },
  }
}

function curlOf(of: Operation, address: string): string {
  const method = of.method === 'get' ? '' : ` -X ${of.method.toUpperCase()}`
  const body =
    of.body === null
      ? ''
      : ` \\\n  -H "content-type: application/json" \\\n  -d '${JSON.stringify(of.exampleBody ?? {})}'`
  return `curl${method} -H "authorization: Bearer $RUNLEDGER_API_TOKEN"${body} \\\n  "${address}"`
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
