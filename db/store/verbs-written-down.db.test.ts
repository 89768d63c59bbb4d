import { randomUUID } from 'node:crypto'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntries } from '@/db/schema/audit'
import { identityProviders } from '@/db/schema/sign-in'
import { AuditWorld } from '@/db/testing/audit-world'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import { comesTo, ENTRANCES, verbsUsed, WRITES } from '@/db/testing/store-verbs'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { acceptInvite } from './accept-invite'
import { admitIdentity } from './admit-identity'
import { allowPasswords, changeSignIn, type SignInChange } from './change-sign-in'
import { linkIdentity, unlinkIdentity } from './identities'
import { inviteMember } from './invites'
import { noteAuditRead } from './note-audit-read'
import { noteDenied } from './note-denied'
import { noteDeniedPage, noteDeniedThing } from './note-denied-page'
import { noteAuditExport, noteExport, noteImport, noteTraceExport } from './note-export'
import { rotateSigningKey } from './rotate-signing-key'
import { endOwnSession, openSession } from './sessions'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.close())

/** Whoever acts is the person of the scope, who owns the organization. */
type World = IsolatedCorner & { scope: Scope; person: string }
type Written = {
  target: (of: World) => [kind: string, id: string]
  before?: object
  after?: object
  by?: 'other'
}
type Run = { act: (of: World) => Promise<unknown>; writes: Record<string, Written> }

const FROM = { ip: '192.0.2.1', requestId: null }
const ISSUER = 'https://login.example.com'
const SIGN_IN: SignInChange = {
  ...{
    isEnabled: true,
    issuer: ISSUER,
    clientId: 'runledger',
    sealedSecret: 'sealed',
    scopes: 'openid email',
  },
  ...{ buttonText: 'Continue', domains: ['example.com'], passwordsAllowed: true, newcomer: null },
}
const self = ({ person }: World): [string, string] => ['user', person]
const organization = ({ orgId }: World): [string, string] => ['organization', orgId]
const log = ({ orgId }: World): [string, string] => ['audit_log', orgId]

/** Each verb that the API has no operation for, with input that is right, and the entries that it must write. */
const RUNS: Record<string, Run> = {
  openSession: {
    act: ({ orgId, scope }) =>
      openSession({ orgId, actor: scope.actor, userAgent: null }, new Date(), base.db),
    writes: { 'session.started': { target: self, after: { sessionId: expect.any(String) } } },
  },
  endOwnSession: {
    act: async (of) => endOwnSession(of.scope, await sessionOf(of), base.db),
    writes: { 'session.ended': { target: self, before: { sessionId: expect.any(String) } } },
  },
  linkIdentity: {
    act: ({ scope }) => linkIdentity(scope, identity('mine'), new Date(), base.db),
    writes: { 'identity.linked': { target: self, after: { issuer: ISSUER, subject: 'mine' } } },
  },
  unlinkIdentity: {
    act: async (of) => {
      await linked(of)
      return unlinkIdentity(of.scope, { issuer: ISSUER, subject: 'linked' }, base.db)
    },
    writes: { 'identity.unlinked': { target: self, before: { issuer: ISSUER, subject: 'linked' } } },
  },
  noteExport: {
    act: ({ scope }) =>
      noteExport(scope, { query: 'q=a', range: '24h', format: 'csv', rows: 3, isCut: false }, base.db),
    writes: {
      'executions.exported': { target: () => ['executions', 'export'], after: { query: 'q=a', rows: 3 } },
    },
  },
  noteTraceExport: {
    act: ({ scope, trace }) => noteTraceExport(scope, trace.hex, 'spans', base.db),
    writes: { 'trace.exported': { target: ({ trace }) => ['trace', trace.hex], after: { signal: 'spans' } } },
  },
  noteImport: {
    act: ({ scope, sourceId, teamId }) =>
      noteImport(scope, { sourceId, teamId }, { lines: 2, stored: 1, repeated: 1, refused: 0 }, base.db),
    writes: { 'events.imported': { target: ({ sourceId }) => ['source', sourceId], after: { stored: 1 } } },
  },
  noteAuditRead: {
    act: ({ scope }) => noteAuditRead(scope, 'action=source', base.db),
    writes: { 'audit_log.read': { target: log, after: { filter: 'action=source' } } },
  },
  noteAuditExport: {
    act: ({ scope }) => noteAuditExport(scope, { format: 'csv', filter: '', from: 1, to: 9 }, base.db),
    writes: {
      'audit_log.read': { target: log },
      'audit_log.exported': { target: log, after: { format: 'csv', from: 1, to: 9 } },
    },
  },
  noteDenied: {
    act: ({ scope }) =>
      noteDenied(scope, { kind: 'api', id: 'GET /api/v1/system' }, new Refusal('forbidden', 'No.'), base.db),
    writes: { 'request.denied': { target: () => ['api', 'GET /api/v1/system'], after: { message: 'No.' } } },
  },
  noteDeniedPage: {
    act: ({ scope }) => noteDeniedPage(scope, { path: '/settings/people', needs: 'member.write' }, base.db),
    writes: {
      'page.denied': { target: () => ['page', '/settings/people'], after: { needs: 'member.write' } },
    },
  },
  noteDeniedThing: {
    // An owner is refused nothing: the same person, of no team.
    act: ({ orgId, person, flowId }) =>
      noteDeniedThing(testScope({ orgId, userId: person }), { kind: 'flow', id: flowId }, base.db),
    writes: { 'page.denied': { target: ({ flowId }) => ['flow', flowId] } },
  },
  changeSignIn: {
    act: ({ scope }) => changeSignIn(scope, SIGN_IN, base.db),
    writes: { 'sign_in.changed': { target: organization, after: { issuer: ISSUER } } },
  },
  allowPasswords: {
    act: async (of) => {
      await changeSignIn(of.scope, SIGN_IN, base.db)
      await linked(of)
      await changeSignIn(of.scope, { ...SIGN_IN, passwordsAllowed: false }, base.db)
      return allowPasswords(of.scope, base.db)
    },
    writes: { 'sign_in.changed': { target: organization } },
  },
  admitIdentity: {
    act: async ({ orgId, scope, teamId }) => {
      await changeSignIn(scope, { ...SIGN_IN, newcomer: { teamId, role: 'viewer' } }, base.db)
      const [provider] = await base.db
        .select()
        .from(identityProviders)
        .where(eq(identityProviders.orgId, orgId))
      if (provider === undefined) throw new TypeError('there is no provider')
      return admitIdentity(provider, identity('new'), FROM, new Date(), base.db)
    },
    writes: {
      'user.created': { target: anybody, after: { email: 'new@example.com' }, by: 'other' },
      'member.added': { target: anybody, after: { role: 'viewer' }, by: 'other' },
      'identity.linked': { target: anybody, after: { subject: 'new' }, by: 'other' },
    },
  },
  acceptInvite: {
    act: async ({ scope, teamId }) => {
      const { token } = await inviteMember(
        scope,
        { email: 'guest@example.com', teamId, role: 'viewer' },
        base.db,
      )
      return acceptInvite({ token, name: 'Guest', password: 'a-long-passphrase' }, FROM, base.db)
    },
    writes: {
      'invite.accepted': { target: anybody, after: { role: 'viewer' }, by: 'other' },
      'user.created': { target: anybody, after: { email: 'guest@example.com' }, by: 'other' },
      'member.added': { target: anybody, after: { role: 'viewer' }, by: 'other' },
    },
  },
  rotateSigningKey: {
    act: async ({ orgId, scope }) => {
      const [old, next] = [new AuditWorld(base.db, orgId), new AuditWorld(base.db, orgId)]
      await old.sign()
      return rotateSigningKey(
        scope,
        { next: next.signer, old: old.signer, kept: null, now: new Date() },
        base.db,
      )
    },
    writes: {
      'signing_key.rotated': {
        target: () => ['signing_key', expect.any(String)],
        before: { vkey: expect.any(String) },
        after: { isSignedByOld: true },
      },
    },
  },
}

/** Whom, only what was done says. */
function anybody(): [string, string] {
  return [expect.stringMatching(/^(user|invite)$/), expect.any(String)]
}

/** Verbs that are run elsewhere. Each is a decision. */
const NOT_RUN: Record<string, string> = {
  appendAuditEntry: 'it is what writes entries: audited.db.test.ts',
  isOpenLink: 'only asks; beside it stands what makes the installation: set-up.db.test.ts',
  setUp: 'makes the one organization of an installation: set-up.db.test.ts',
  createSetupLink:
    'there is no organization yet in whose log it could stand; who uses it is in the entries of setUp',
  createEventWriter: 'writes what tools tell: fold-changes.db.test.ts has the entries that come of it',
  selfSource: 'once in an installation, by the worker: two-paths.db.test.ts',
  replayRange: 'pages of replayEvents, which the API runs: replay-events.db.test.ts',
  previewReplay: 'keeps nothing',
}

const identity = (subject: string) => ({
  ...{ issuer: ISSUER, subject, email: `${subject}@example.com`, name: subject },
})

/** An identity of whoever acts, by which they can sign in. */
const linked = ({ orgId, person }: World) =>
  base.db.execute(sql`insert into identities (org_id, issuer, subject, user_id, email, created_at)
    values (${orgId}, ${ISSUER}, 'linked', ${person}, 'linked@example.com', now())`)

async function sessionOf({ orgId, person }: World): Promise<string> {
  const id = randomUUID()
  await base.db.execute(sql`insert into sessions (org_id, id, user_id, created_at, last_seen_at, expires_at)
    values (${orgId}, ${id}, ${person}, now(), now(), now() + interval '1 day')`)
  return id
}

async function newWorld(): Promise<World> {
  const corner = await addIsolatedCorner(base.db)
  const [{ orgId }, person] = [corner, randomUUID()]
  await base.db.execute(sql`
    insert into organizations (org_id, name, created_at) values (${orgId}, 'Acme', now()) on conflict do nothing`)
  await base.db.execute(sql`insert into users (org_id, id, email, name, password_hash, is_owner, created_at)
    values (${orgId}, ${person}, ${`${person}@example.com`}, 'Ada', 'none', true, now())`)
  return { ...corner, person, scope: testScope({ orgId, userId: person, isOwner: true, name: 'Ada' }) }
}

test.each(Object.entries(RUNS))('%s writes down who did what to what', async (_, { act, writes }) => {
  const of = await newWorld()
  const from = await base.db.execute<{ seq: string }>(
    sql`select seq from audit_heads where org_id = ${of.orgId}`,
  )
  await act(of)
  const all = await base.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, of.orgId), gt(auditEntries.seq, Number(from.rows[0]?.seq ?? 0))))
    .orderBy(asc(auditEntries.seq))
  // What came before the verb itself was there to make it possible.
  const entries = all.slice(-Object.keys(writes).length)
  expect(entries.map(({ action }) => action)).toEqual(Object.keys(writes))
  for (const entry of entries) {
    const { target, before, after, by } = writes[entry.action] ?? {}
    const [targetKind, targetId] = target?.(of) ?? []
    expect(entry).toMatchObject({
      ...{ targetKind, targetId, actorKind: 'user', sourceKind: 'console' },
      ...(by === 'other' ? {} : { actorId: of.person }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    })
  }
})

test('every verb that writes is run here or by an operation of the API, or has a reason not to be', () => {
  // What these call, app/api/v1/written-down.db.test.ts runs.
  const byApi = new Set(verbsUsed(['app/api/v1', 'lib/auth']).filter((name) => !(name in RUNS)))
  const writing = verbsUsed(ENTRANCES).filter((name) => comesTo(name, WRITES))
  const audited = writing.filter((name) => comesTo(name, /\b(audited|append(AuditEntry|AndTell))\(/))
  expect(audited.filter((name) => !byApi.has(name) && !(name in RUNS) && !(name in NOT_RUN))).toEqual([])
})
