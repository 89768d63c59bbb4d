/** A JSON schema as far as ours go. */
export type Schema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  anyOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: Schema | boolean
}

/** A schema as a person reads it: fields with their types in a line each, and what is said of them behind. */
export function schemaText(schema: Schema, indent = ''): string {
  if (schema.properties === undefined) return typeText(schema, indent)
  const deeper = `${indent}  `
  const lines = Object.entries(schema.properties).map(([name, field]) => {
    const isOptional = !(schema.required ?? []).includes(name)
    const says = field.description ? `  // ${field.description}` : ''
    return `${deeper}${name}${isOptional ? '?' : ''}: ${typeText(field, deeper)}${says}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}

/** The type of a value in a few words. */
export function typeText(schema: Schema, indent = ''): string {
  const { $ref, anyOf, items, properties, type, format, additionalProperties } = schema
  if ($ref !== undefined) return nameIn($ref)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (anyOf) return anyOf.map((each) => typeText(each, indent)).join(' | ')
  if (properties) return schemaText(schema, indent)
  if (type === 'array') {
    const item = typeText(items ?? {}, indent)
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`
  }
  if (type === 'object' && typeof additionalProperties === 'object')
    return `{ [key]: ${typeText(additionalProperties, indent)} }`
  return format ?? type ?? 'any'
}

/** The schemas that one refers to, and those that these refer to, by name, itself first. */
export function schemasWithin(name: string, all: Readonly<Record<string, Schema>>): string[] {
  const found = new Set([name])
  for (const each of found) {
    for (const [, ref] of JSON.stringify(all[each] ?? {}).matchAll(/"\$ref":"(.+?)"/g))
      found.add(nameIn(ref ?? ''))
  }
  return [...found]
}

/** What a value may be beyond its type: `1 to 200`, `50 if left out`. */
export function limitsText({ minimum, maximum, maxLength, default: preset }: Schema): string {
  const parts: string[] = []
  if (minimum !== undefined && maximum !== undefined) parts.push(`${minimum} to ${maximum}`)
  if (maxLength !== undefined) parts.push(`at most ${maxLength} characters`)
  if (preset !== undefined && preset !== '') parts.push(`${String(preset)} if left out`)
  return parts.join(', ')
}

const nameIn = (ref: string): string => ref.split('/').at(-1) ?? ref
