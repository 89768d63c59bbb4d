import { expect, test } from 'vitest'
import { webAddress } from '@/lib/format/web-address'
import { attributeRows } from './attribute-rows'

test('values of every type are shown as sent, integers beyond a double among them', () => {
  const rows = attributeRows(
    new Map<string, Parameters<typeof attributeRows>[0] extends ReadonlyMap<string, infer V> ? V : never>([
      ['b', 9223372036854775807n],
      ['a', 2],
      ['c', [1n, 'x']],
      ['d', new Uint8Array([1, 2])],
      ['e', null],
      ['f', { '<b>': { deep: true } }],
      ['cicd.pipeline.name', 'nightly'],
    ]),
  )
  expect(rows.map((row) => [row.key, row.type, row.text, row.group])).toEqual([
    ['a', 'double', '2.0', 'custom'],
    ['b', 'int', '9223372036854775807', 'custom'],
    ['c', 'list', '[1, "x"]', 'custom'],
    ['cicd.pipeline.name', 'string', 'nightly', 'pipeline'],
    ['d', 'bytes', 'AQI=', 'custom'],
    ['e', 'empty', '', 'custom'],
    ['f', 'map', '{"<b>": {"deep": true}}', 'custom'],
  ])
})

test.for([
  ['https://ci.example/run/1', 'https://ci.example/run/1'],
  ['HTTP://ci.example', 'http://ci.example/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//evil.example', null],
  [' https://x.example', null],
  ['https://user@evil.example/', null],
  ['https://', null],
] as const)('%s is linked as %s', ([text, href]) => {
  expect(webAddress(text)).toBe(href)
})
