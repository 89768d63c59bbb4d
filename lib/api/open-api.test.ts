import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { FACETS } from '@/db/queries/facet-executions'
import { FACET_NAMES } from './count-operations'
import { openApiDocument } from './open-api'
import { OPERATIONS } from './operations'

const ROUTES = path.join(process.cwd(), 'app/api/v1')
/** These answer for what is no operation: the description itself, and addresses that do not exist. */
const NO_OPERATIONS = ['/openapi.json', '/{...path}']

const document = openApiDocument('https://console.example')

const described = Object.entries(document.paths).flatMap(([address, methods]) =>
  Object.entries(methods).map(([method, each]) => ({ address, method, each })),
)

const routes = fs
  .readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => `/${path.dirname(file)}`.replace(/\[(.+?)\]/g, '{$1}'))
  .filter((address) => !NO_OPERATIONS.includes(address))

describe('the description of the API', () => {
  test('has every route that there is, and no other', () => {
    expect(Object.keys(document.paths).toSorted()).toEqual(routes.toSorted())
  })

  test('says of each operation what it takes, what it answers and how it refuses', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length)
    expect(described).toHaveLength(OPERATIONS.length)
    for (const { method, each } of described) {
      expect(each.summary.length).toBeGreaterThan(5)
      const responses = Object.keys(each.responses)
      expect(responses).toEqual(expect.arrayContaining(['400', '401', '403', '404', '429', '503']))
      expect(responses.includes('409')).toBe(method !== 'get')
      expect(responses.includes('415')).toBe(each.requestBody !== undefined)
      for (const parameter of each.parameters) {
        expect(parameter.description, `${each.operationId} ${parameter.name}`).toBeTruthy()
        expect(parameter.schema).not.toHaveProperty('$schema')
      }
    }
  })

  test('declares the parameters that a path names', () => {
    for (const { address, each } of described) {
      const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = each.parameters.filter((one) => one.in === 'path')
      expect(declared.map((one) => one.name).toSorted()).toEqual(named.toSorted())
      expect(declared.every((one) => one.required)).toBe(true)
      expect(each.parameters.filter((one) => one.in === 'query').every((one) => !one.required)).toBe(true)
    }
  })

  test('only takes what it reads: a field that is not declared is refused, and an example is right', () => {
    for (const { id, body, exampleBody } of OPERATIONS.filter((one) => one.body !== null)) {
      expect(body?.safeParse(exampleBody).error, id).toBeUndefined()
      expect(exampleBody, id).toBeDefined()
    }
    for (const { each } of described.filter((one) => one.each.requestBody !== undefined))
      expect(each.requestBody?.content['application/json'].schema).toMatchObject({
        type: 'object',
        additionalProperties: false,
      })
  })

  test('names the facets of the list', () => {
    expect(FACET_NAMES).toEqual(FACETS)
  })

  test('refers to nothing that is not in it', () => {
    const text = JSON.stringify(document)
    const refs = [...text.matchAll(/"\$ref":"(.+?)"/g)].map(([, ref]) => ref ?? '')
    expect(refs.length).toBeGreaterThan(20)
    for (const ref of new Set(refs)) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at instanceof Object ? Reflect.get(at, key) : undefined), document)
      expect(found, ref).toBeDefined()
    }
    expect(text).not.toContain('"$schema"')
    expect(text).not.toContain('"$id"')
  })
})
