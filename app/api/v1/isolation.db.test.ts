import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuditWorld } from '@/db/testing/audit-world'
import { addIsolatedCorner, type IsolatedCorner } from '@/db/testing/isolated-corner'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import type { Operation } from '@/lib/api/operation'
import { OPERATIONS } from '@/lib/api/operations'
import { mintIngestToken } from '@/lib/secrets/ingest-token'
import { ask, type Caller, handlersOf, tokenOf } from './testing/api-callers'

let base: TestDatabase
let mine: [IsolatedCorner, IsolatedCorner, IsolatedCorner]
let theirs: IsolatedCorner
let callers: Caller[]
const shared = globalThis as { runledgerDatabase?: unknown }
const before = shared.runledgerDatabase

/** Of the organization as a whole: its owners alone, by a token that is not for some teams. */
const FOR_OWNERS = new Set(['getRetention', 'getSystem', 'getSample', 'listAuditStreams'])
/** Told to those who administer the team. */
const FOR_ADMINS = new Set(['listInvites', 'getInvite', 'listTokens', 'getToken'])
/** Told to those who may read the team's part of the audit log. */
const FOR_AUDITORS = new Set([
  ...['listAuditEntries', 'countAuditEntries', 'listAuditValues', 'getAuditEntry', 'getAuditProof'],
  ...['exportAudit', 'getAuditPack', 'getAuditIntegrity', 'getAuditCheckpoint'],
])
/** These tell figures or the caller's own, nothing that is called by anybody's mark. */
const TELLS_NO_MARK = new Set([
  ...['getMe', 'getOrganization', 'listFavourites', 'countExecutions', 'countByState', 'getHeatmap'],
  ...['getWorkingHours', 'getTeamHours'],
  ...[
    'countTraceLogs',
    'listRelated',
    'listUsualSteps',
    'compareExecutions',
    'getSample',
    'getSystem',
    'getRetention',
    'countEvents',
    'getConnection',
    'getMapping',
    'countDrift',
    'listMerges',
    ...['countAuditEntries', 'listAuditValues', 'getAuditProof', 'getAuditPack', 'getAuditIntegrity'],
    'getAuditCheckpoint',
  ],
])
const SEARCH: Record<string, (of: IsolatedCorner) => string> = {
  search: (of) => `?q=${of.mark}`,
  suggestValues: () => '?key=flow',
  listAuditEntries: () => '?target=token',
  exportAudit: () => '?target=token',
  compareDefinitions: () => '?from=1&to=2',
}

beforeAll(async () => {
  base = await testDatabase()
  shared.runledgerDatabase = base
  const first = await addIsolatedCorner(base.db)
  const { orgId } = first
  mine = [first, await addIsolatedCorner(base.db, orgId), await addIsolatedCorner(base.db, orgId)]
  theirs = await addIsolatedCorner(base.db)
  for (const { orgId: org } of [first, theirs]) {
    await letInvitesBeOpen(org)
    await new AuditWorld(base.db, org).sign()
  }
  callers = await everyRole(mine)
})
afterAll(async () => {
  shared.runledgerDatabase = before
  await base.close()
})

/** An invitation can be accepted as long as its maker may invite: that of a corner is made by a viewer. */
async function letInvitesBeOpen(orgId: string): Promise<void> {
  const id = randomUUID()
  await base.db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
    values (${orgId}, ${id}, ${`${id}@example.com`}, 'Inviter', true, now())`)
  await base.db.execute(sql`update invites set created_by = ${id} where org_id = ${orgId}`)
}

type Wanted = Parameters<typeof tokenOf>[2]

/** Tokens of each kind, of people of each role. */
async function everyRole([a, b, c]: typeof mine): Promise<Caller[]> {
  const made = async (who: string, of: Wanted, may: Partial<Caller> & { reads: IsolatedCorner[] }) => ({
    ...{ who, scope: of.scope ?? 'read', administers: [], audits: [], isOwner: false },
    ...may,
    token: await tokenOf(base.db, a.orgId, of),
  })
  const [write, ab] = ['write' as const, { [a.teamId]: 'viewer', [b.teamId]: 'operator' }]
  return [
    await made('a viewer', { roles: { [a.teamId]: 'viewer' }, corners: [a] }, { reads: [a] }),
    await made('an admin, as a viewer', { roles: { [a.teamId]: 'admin' }, corners: [a] }, { reads: [a] }),
    await made(
      'an admin, for all',
      { roles: { [a.teamId]: 'admin' }, corners: null },
      { reads: [a], administers: [a] },
    ),
    await made('of two teams, for one', { roles: ab, corners: [b] }, { reads: [b] }),
    await made('of two teams', { roles: ab, corners: [a, b] }, { reads: [a, b] }),
    await made('an owner, for teams', { isOwner: true, corners: [a, b, c] }, { reads: [a, b, c] }),
    await made(
      'an owner, for all',
      { isOwner: true, corners: null },
      { reads: [a, b, c], administers: [a, b, c], audits: [a, b, c], isOwner: true },
    ),
    await made('only an auditor by now', { roles: { [a.teamId]: 'auditor' }, corners: [a] }, { reads: [] }),
    await made(
      'an auditor, for all',
      { roles: { [a.teamId]: 'auditor' }, corners: null },
      { reads: [], audits: [a] },
    ),
    await made(
      'a writing viewer',
      { roles: { [a.teamId]: 'viewer' }, corners: [a], scope: write },
      { reads: [a] },
    ),
    await made(
      'a writing admin',
      { roles: { [b.teamId]: 'admin' }, corners: [b], scope: write },
      { reads: [b], administers: [b] },
    ),
    await made(
      'a writing admin of nothing here',
      { roles: { [c.teamId]: 'auditor' }, corners: null, scope: write },
      { reads: [], audits: [c] },
    ),
  ]
}

function expectedStatus({ id, path }: Operation, of: Caller, target: IsolatedCorner): number {
  if (FOR_OWNERS.has(id)) return of.isOwner ? (id === 'getSample' ? 404 : 200) : 403
  if (FOR_AUDITORS.has(id) && of.audits.length === 0) return 403
  if (!path.includes('{')) return 200
  return toldBy(id, of).includes(target) ? 200 : 404
}

/** Those of which the operation tells the caller. */
function toldBy(id: string, of: Caller): IsolatedCorner[] {
  if (FOR_AUDITORS.has(id)) return of.audits
  return FOR_ADMINS.has(id) ? of.administers : of.reads
}

const everything = () => [...mine, theirs]
const named = (of: Operation) => `${of.method} ${of.path}`

describe.each(OPERATIONS.filter((each) => each.method === 'get').map((each) => [named(each), each] as const))(
  '%s',
  (_, operation) => {
    test('tells each token of its own teams, and of no other', async () => {
      for (const caller of callers) {
        for (const target of everything()) {
          // Entries are numbered in each organization: the number means another there.
          if (operation.path.includes('{seq}') && target === theirs) continue
          const search = SEARCH[operation.id]?.(target) ?? ''
          const response = await ask(operation, target, caller.token, { search })
          const text = await response.text()
          expect([caller.who, response.status, text.slice(0, 200)]).toEqual([
            caller.who,
            expectedStatus(operation, caller, target),
            text.slice(0, 200),
          ])
          const told = toldBy(operation.id, caller)
          // One's own tokens name their teams, whoever administers these.
          const mayName = operation.id === 'listTokens' ? caller.reads : told
          for (const corner of everything().filter((each) => !mayName.includes(each)))
            for (const id of corner.ids) expect(text).not.toContain(id)
          if (told.includes(target) && response.status === 200 && !TELLS_NO_MARK.has(operation.id))
            expect([caller.who, text]).toEqual([caller.who, expect.stringContaining(target.mark)])
        }
      }
    })

    test('refuses no token, another token and a parameter that it does not know', async () => {
      const [viewer] = callers
      const asked = (headers: Record<string, string>, search = '') =>
        ask(operation, mine[0], viewer?.token ?? '', { headers, search })
      expect((await asked({ authorization: 'Basic eDp5' })).status).toBe(401)
      expect((await asked({ authorization: `Bearer ${mintIngestToken().token}` })).status).toBe(403)
      const refused = await asked({}, '?nothing=1')
      expect(refused.status).toBe(400)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(await refused.json()).toMatchObject({ status: 400, path: 'nothing', reason: 'invalid' })
    })
  },
)

/** What a caller without the right is told: of the organization's own it is the right that is missing. */
const REFUSED_TO_ALL_BUT_OWNERS = new Set([
  ...['createTeam', 'createOwnershipRule', 'moveOwnershipRule', 'deleteOwnershipRule', 'updateRetention'],
  ...['startSample', 'stopSample', 'removeSample', 'setWorkingHours'],
  ...['verifyAudit', 'setAuditRetention', 'setLegalHold', 'releaseLegalHold', 'erasePerson'],
  ...['addPublication', 'removePublication'],
  ...['addAuditStream', 'updateAuditStream', 'removeAuditStream'],
  ...['pauseAuditStream', 'rotateAuditStream', 'testAuditStream'],
])
/** What these are about is named in what is sent, and not there for a caller who may not read it. */
const NAMED_IN_BODY = new Set(['replayEvents'])
/** These make something of the caller's own. */
const ONES_OWN = new Set(['createView', 'createToken'])

describe.each(OPERATIONS.filter((each) => each.method !== 'get').map((each) => [named(each), each] as const))(
  '%s',
  (_, operation) => {
    test('is refused to every token that only reads', async () => {
      for (const { who, token } of callers.filter(({ scope }) => scope === 'read')) {
        const response = await ask(operation, mine[0], token)
        expect([who, response.status, await response.json()]).toMatchObject([
          who,
          403,
          { reason: 'forbidden' },
        ])
      }
    })

    test('changes nothing of a team or an organization that is not the token’s', async () => {
      const changes = async () =>
        (
          await base.db.execute(sql`select count(*) as n from audit_entries
            where outcome = 'done' and org_id in (${mine[0].orgId}, ${theirs.orgId})`)
        ).rows
      const earlier = await changes()
      for (const caller of callers.filter(({ scope }) => scope === 'write')) {
        // Whoever reads a log may have it verified, and that is written down.
        if (operation.id === 'verifyAudit' && caller.audits.length > 0) continue
        for (const target of everything().filter((each) => !caller.reads.includes(each))) {
          const of = `${caller.who} ${everything().indexOf(target)}`
          const response = await ask(operation, target, caller.token, {
            ...(ONES_OWN.has(operation.id) ? { body: foreign(operation, target) } : {}),
          })
          const isNamed = operation.path.includes('{') || NAMED_IN_BODY.has(operation.id)
          const isOpen = !isNamed || REFUSED_TO_ALL_BUT_OWNERS.has(operation.id)
          expect([of, response.status, await response.text()]).toEqual([
            of,
            isOpen ? 403 : 404,
            expect.anything(),
          ])
        }
      }
      expect(await changes()).toEqual(earlier)
    })

    test('is refused without a token, with one for sending, and without the right', async () => {
      const refusal = async (token: string, headers = {}) =>
        (await ask(operation, mine[0], token, { headers })).status
      expect(await refusal('', { authorization: 'Basic eDp5' })).toBe(401)
      expect(await refusal(mintIngestToken().token)).toBe(403)
      if (OF_VIEWERS.has(operation.id)) return
      const viewer = callers.find(({ who }) => who === 'a writing viewer')
      // What they may not even see is not there to them.
      expect(await refusal(viewer?.token ?? '')).toBe(OF_ADMINS.has(operation.id) ? 404 : 403)
    })
  },
)

/** Whoever reads a flow may star it, may let a program read what they read, and may try a mapping of which nothing is kept. */
const OF_VIEWERS = new Set(['addFavourite', 'removeFavourite', 'createToken', 'previewMapping'])
/** Invitations and tokens of others are seen by those who may end them. */
const OF_ADMINS = new Set(['revokeInvite', 'revokeToken'])

const foreign = (operation: Operation, target: IsolatedCorner): Record<string, unknown> =>
  operation.id === 'createView'
    ? { ...operation.exampleBody, teamId: target.teamId }
    : { ...operation.exampleBody, teamIds: [target.teamId] }

describe.each([...new Set(OPERATIONS.map(({ path }) => path))].map((path) => [path] as const))(
  '%s',
  (path) => {
    test('says which methods it has, to every other one', async () => {
      const here = OPERATIONS.filter((each) => each.path === path)
      const [first] = here
      if (!first) throw new TypeError('no operation')
      const handlers = await handlersOf(first)
      const declared: string[] = here.map(({ method }) => method.toUpperCase())
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
        (each) => !declared.includes(each),
      )) {
        const answer = await handlers[method]?.(new Request('http://localhost/'), {
          params: Promise.resolve({}),
        })
        expect([method, answer?.status]).toEqual([method, 405])
        const allow = answer?.headers.get('allow')?.split(', ') ?? []
        expect(allow.filter((each) => each !== 'HEAD' && each !== 'OPTIONS').toSorted()).toEqual(
          declared.toSorted(),
        )
      }
    })
  },
)
