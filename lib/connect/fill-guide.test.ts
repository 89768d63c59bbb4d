import { describe, expect, test } from 'vitest'
import { fillCode, fillWay, type GuidePlaces, hasPlace } from './fill-guide'
import { listGuides, listToolChoices, toolGuideOf } from './tool-guides'

const PLACES: GuidePlaces = {
  hook: 'https://ledger.example.com/api/hooks/1',
  endpoint: 'https://ledger.example.com:4318',
  console: 'https://ledger.example.com',
  token: 'rl_ing_1',
  secret: 'whsec_$&1',
  source: 'nightly',
}

describe('code of a guide', () => {
  test('gets what is the source’s, and keeps what is the tool’s', () => {
    expect(fillCode('{{hook}} {{token}} {{secret}} {{ execution.id }} {{inputs}}', PLACES)).toBe(
      'https://ledger.example.com/api/hooks/1 rl_ing_1 whsec_$&1 {{ execution.id }} {{inputs}}',
    )
  })

  test('marks what cannot be shown any more', () => {
    expect(fillCode('{{token}} {{secret}}', { ...PLACES, token: null, secret: null })).toBe(
      'rl_ing_… <the secret of this source>',
    )
  })
})

describe('tools to connect', () => {
  test('say what comes from them and how', () => {
    for (const { id, about, ways } of listToolChoices()) {
      expect([id, about]).toEqual([id, expect.stringMatching(/\.$/)])
      expect([id, ways.length]).toEqual([id, expect.toSatisfy((count: number) => count > 0)])
    }
  })

  test.for(listGuides().map(({ id }) => [id] as const))('%s: nothing of a guide is left unfilled', ([id]) => {
    const guide = toolGuideOf(id)
    for (const way of guide?.ways ?? []) {
      const filled = fillWay(way, PLACES)
      const code = filled.steps.map((step) => step.code?.code ?? '').join('\n')
      expect(code).not.toMatch(/\{\{(hook|endpoint|console|token|secret|source)\}\}/)
      if (hasPlace(way, 'hook')) expect(code).toContain(PLACES.hook)
    }
  })

  test('whose API is asked have a way to set that up', () => {
    const guides = listGuides().map(({ id }) => toolGuideOf(id))
    const strays = guides.filter((guide) => guide?.poll && !guide.ways.some(({ id }) => id === 'poll'))
    expect(strays.map((guide) => guide?.id)).toEqual([])
  })

  test('several headers of one kind of proof are one choice', () => {
    expect(toolGuideOf('terraform')?.proofs.map(({ id }) => id)).toEqual(['hmac'])
    expect(toolGuideOf('gitlab')?.proofs.map(({ id, secretForm }) => [id, secretForm])).toEqual([
      ['token', 'hex'],
      ['standard', 'whsec'],
    ])
    expect(toolGuideOf('shell')).toBeNull()
  })
})
