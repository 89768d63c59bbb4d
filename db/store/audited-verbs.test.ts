import { expect, test } from 'vitest'
import { comesTo, verbsUsed, WRITES } from '@/db/testing/store-verbs'

/** What people and tokens cause by the console, the API and commands, and what has no entry. Each is a decision. */
const WITHOUT_ENTRY: Record<string, string> = {
  takeAttempt: 'counts attempts to sign in, whose refusal is an entry of its own',
  giveBackAttempt: 'the same, after one that was right',
  noteTokenUse: 'when a token was last used is on its page, not in the log: it is used by the second',
  seeAnswer: 'that who asked has seen the answer is a mark for them alone; question and answer are entries',
  touchSession: 'keeps a session from going idle while its person looks at pages',
}

test('whatever people change is written to the audit log, or has a reason not to be', () => {
  const verbs = verbsUsed().filter((name) => comesTo(name, WRITES))
  const silent = verbs.filter((name) => !comesTo(name, /\b(audited|append(AuditEntry|AndTell))\(/))
  expect(silent.filter((name) => !(name in WITHOUT_ENTRY))).toEqual([])
  expect(Object.keys(WITHOUT_ENTRY).filter((name) => !silent.includes(name))).toEqual([])
  expect(verbs.length).toBeGreaterThan(40)
})
