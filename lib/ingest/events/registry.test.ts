import { describe, expect, test } from 'vitest'
import { SOURCE_KINDS } from '@/lib/model/source-kind'
import { STATES } from '@/lib/model/state'
import { TOOLS } from './registry'

const PLACES = ['{{hook}}', '{{endpoint}}', '{{console}}', '{{token}}', '{{secret}}', '{{source}}']

describe.for(TOOLS.map((tool) => [tool.id, tool] as const))('the tool %s', ([id, tool]) => {
  test('is a kind that a source can be, by the same name', () => {
    expect(SOURCE_KINDS).toContainEqual({ id, name: tool.name })
  })

  test('maps each of its words to a state of ours', () => {
    for (const { words } of tool.states) {
      expect(Object.values(words).filter((state) => !STATES.includes(state))).toEqual([])
    }
  })

  test('says how it is connected, with places that are known', () => {
    expect(tool.guide.ways.length).toBeGreaterThan(0)
    for (const way of tool.guide.ways) {
      expect(way.steps.length).toBeGreaterThan(0)
      const placed = way.steps.flatMap(({ code }) => code?.code.match(/\{\{[a-z]+\}\}/g) ?? [])
      expect(placed.filter((place) => !PLACES.includes(place))).toEqual([])
    }
  })

  test('never throws at what it cannot read', () => {
    const decoders = [
      tool.webhook?.decode,
      tool.poll?.decode,
      ...(tool.uploads ?? []).map((each) => each.decode),
    ]
    for (const decode of decoders) {
      for (const body of [null, 1, 'text', [], {}, [null], { kind: {}, item: [] }]) {
        const headers = {}
        const read = decode?.({ protocol: 'webhook', headers, body, receivedAt: '1700000000000000000' })
        for (const event of read?.events ?? []) expect(event.key).not.toBe('')
      }
    }
  })
})
