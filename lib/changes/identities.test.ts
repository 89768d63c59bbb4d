import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actorKey, type ToldActor } from '@/lib/model/change'
import { type KnownActor, type MergeDecision, personsOf, suggestMerges, userKey } from './identities'

const known = (actor: ToldActor): KnownActor => ({ ...actor, key: actorKey(actor) })
const email = (address: string, name?: string) => known({ kind: 'email', id: address, email: address, name })
const pairs = (actors: KnownActor[], users: Parameters<typeof suggestMerges>[1] = []) =>
  suggestMerges(actors, users).map(({ firstKey, secondKey, isCertain }) => [firstKey, secondKey, isCertain])

const ada = email('ada@acme.com', 'Ada Lovelace')

describe('evidence', () => {
  test('the same e-mail is certain, whatever its case', () => {
    expect(pairs([ada, known({ kind: 'kestra', id: 'al', email: 'Ada@Acme.com' })])).toEqual([
      ['email:ada@acme.com', 'kestra:al', true],
    ])
    expect(pairs([ada, known({ kind: 'airflow', id: 'ada@acme.com' })])).toEqual([
      ['airflow:ada@acme.com', 'email:ada@acme.com', true],
    ])
  })

  test('the address that GitHub gives is that login', () => {
    expect(
      pairs([
        known({ kind: 'github', id: 'AdaL' }),
        email('123+adal@users.noreply.github.com'),
        email('adal@users.noreply.github.com'),
      ]),
    ).toEqual([
      ['email:123+adal@users.noreply.github.com', 'github:adal', true],
      ['email:adal@users.noreply.github.com', 'github:adal', true],
    ])
  })

  test('a user of Runledger by e-mail is that person', () => {
    const users = [{ id: 'u1', name: 'Ada', email: 'ADA@acme.com' }]
    expect(pairs([ada], users)).toEqual([['email:ada@acme.com', 'user:u1', true]])
    expect(personsOf('o', [ada], users, []).get(ada.key)).toBe('u1')
  })

  test('the same full name with handles alike is likely', () => {
    expect(pairs([ada, known({ kind: 'github', id: 'alovelace', name: 'Ada Lovelace' })])).toEqual([
      ['email:ada@acme.com', 'github:alovelace', false],
    ])
    expect(pairs([ada, known({ kind: 'github', id: 'queen99', name: 'Ada Lovelace' })])).toEqual([])
    expect(
      pairs([email('jose@a.io', 'José Núñez'), known({ kind: 'gitlab', id: 'jnunez', name: 'Nunez, Jose' })]),
    ).toHaveLength(1)
  })

  test('the same handle is likely, unless the names contradict or everybody has it', () => {
    const [a, b] = [
      known({ kind: 'github', id: 'lovelace' }),
      known({ kind: 'gitlab', id: 'Lovelace', name: 'Ada Lovelace' }),
    ]
    expect(pairs([a, b])).toEqual([['github:lovelace', 'gitlab:lovelace', false]])
    expect(pairs([known({ kind: 'github', id: 'lovelace', name: 'Bob Lovelace' }), b])).toEqual([])
    expect(pairs([known({ kind: 'kestra', id: 'admin' }), known({ kind: 'airflow', id: 'admin' })])).toEqual(
      [],
    )
  })

  test('programs and shared addresses are nobody', () => {
    expect(
      pairs([
        known({ kind: 'github', id: 'dependabot[bot]', email: 'x@acme.com' }),
        known({ kind: 'kestra', id: 'x', email: 'x@acme.com' }),
        known({ kind: 'git', id: 'Root', email: 'root@localhost' }),
        known({ kind: 'airflow', id: 'r', email: 'root@localhost' }),
        known({ kind: 'github', id: 'web-flow', email: 'noreply@github.com' }),
      ]),
    ).toEqual([])
  })
})

describe('persons', () => {
  const [a, b, c] = [
    ada,
    known({ kind: 'github', id: 'al', email: 'ada@acme.com' }),
    known({ kind: 'kestra', id: 'al', email: 'ada@acme.com' }),
  ]
  const person = (decisions: MergeDecision[], actors = [a, b, c]) =>
    actors.map(({ key }) => personsOf('o', actors, [], decisions).get(key))

  test('stand alone without evidence, and are one with it', () => {
    expect(new Set(person([])).size).toBe(1)
    expect(new Set(person([], [a, email('bob@acme.com')])).size).toBe(2)
  })

  test('what people decided wins, through whomever they are alike', () => {
    const apart: MergeDecision = { firstKey: a.key, secondKey: b.key, state: 'apart' }
    const [first, second] = person([apart])
    expect(first).not.toBe(second)
    const merged: MergeDecision = { firstKey: b.key, secondKey: 'email:bob@acme.com', state: 'merged' }
    expect(new Set(person([merged], [b, email('bob@acme.com')])).size).toBe(1)
  })

  const anyActor = fc
    .record({
      kind: fc.constantFrom('github', 'kestra', 'airflow'),
      id: fc.constantFrom('a', 'b', 'c'),
      email: fc.constantFrom('x@a.io', 'y@a.io', undefined),
    })
    .map((actor) => known(actor as ToldActor))
  const anyDecision = fc
    .tuple(
      fc.constantFrom('github:a', 'github:b', 'kestra:a', 'airflow:c'),
      fc.constantFrom('kestra:b', 'kestra:c', 'github:c'),
      fc.constantFrom('merged', 'apart'),
    )
    .map(([x, y, state]) => ({ firstKey: x < y ? x : y, secondKey: x < y ? y : x, state }) as MergeDecision)

  test('are the same in any order, and nobody who is apart is one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyActor, { selector: ({ key }) => key }),
        fc.uniqueArray(anyDecision, { selector: (each) => `${each.firstKey} ${each.secondKey}` }),
        (actors, decisions) => {
          const users = [{ id: 'u', name: 'X', email: 'x@a.io' }]
          const persons = personsOf('o', actors, users, decisions)
          expect(personsOf('o', actors.toReversed(), users, decisions.toReversed())).toEqual(
            new Map([...persons].toReversed()),
          )
          for (const { firstKey, secondKey, state } of decisions) {
            const [first, second] = [persons.get(firstKey), persons.get(secondKey)]
            if (state === 'apart' && first !== undefined) expect(first).not.toBe(second)
          }
        },
      ),
    )
  })

  test('two users of Runledger stay two people', () => {
    const users = [
      { id: 'u1', name: 'Ada', email: 'ada@acme.com' },
      { id: 'u2', name: 'Bob', email: 'bob@acme.com' },
    ]
    const decisions: MergeDecision[] = [{ firstKey: ada.key, secondKey: userKey('u2'), state: 'merged' }]
    expect(personsOf('o', [ada], users, decisions).get(ada.key)).toBe('u2')
  })
})
