import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { createReadToken } from '@/db/store/create-read-token'
import type { IsolatedCorner } from '@/db/testing/isolated-corner'
import { testScope } from '@/db/testing/scopes'
import type { Operation } from '@/lib/api/operation'
import type { ApiScope } from '@/lib/model/api-scope'

/** A token, the corners that it may read and those that it may administer. */
export type Caller = {
  who: string
  token: string
  scope: ApiScope
  reads: IsolatedCorner[]
  administers: IsolatedCorner[]
  /** Those whose audit log it may read. */
  audits: IsolatedCorner[]
  /** True where it may do what belongs to no team. */
  isOwner: boolean
}

type Roles = Record<string, string>
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

/** A token of a new person with these roles, for these corners or for all that the person may. */
export async function tokenOf(
  db: Db,
  orgId: string,
  of: { roles?: Roles; isOwner?: boolean; corners: IsolatedCorner[] | null; scope?: ApiScope },
): Promise<string> {
  const userId = randomUUID()
  await db.execute(sql`insert into users (org_id, id, email, name, is_owner, created_at)
    values (${orgId}, ${userId}, ${`${userId}@example.com`}, 'Caller', ${of.isOwner ?? false}, now())`)
  for (const [teamId, role] of Object.entries(of.roles ?? {})) {
    await db.execute(sql`insert into memberships (org_id, user_id, team_id, role)
      values (${orgId}, ${userId}, ${teamId}, ${role})`)
  }
  const scope = testScope({ orgId, userId, isOwner: true })
  const teamIds = of.corners?.map((corner) => corner.teamId) ?? null
  const wanted = { name: 'Test', scope: of.scope ?? 'read', teamIds, expiresAt: null }
  return (await createReadToken(scope, wanted, db)).token
}

/** The handlers of an operation's address. */
export async function handlersOf(operation: Operation): Promise<Record<string, Handler>> {
  const folder = operation.path.replace(/\{(\w+)\}/g, '[$1]')
  return import(/* @vite-ignore */ path.join(process.cwd(), 'app/api/v1', folder, 'route.ts'))
}

/** What the parameters of an operation's path are of this corner. */
export function paramsOf(operation: Operation, of: IsolatedCorner): Record<string, string> {
  const ids: Record<string, string> = {
    '/executions': of.executionId,
    '/events': of.eventId,
    '/changes': of.changeId,
    '/flows': of.flowId,
    '/favourites': of.flowId,
    '/sources': of.sourceId,
    '/teams': of.teamId,
    '/members': of.userId,
    '/views': of.viewId,
    '/invites': of.inviteId,
    '/ownership-rules': of.ruleId,
    '/repositories': of.repositoryId,
    '/audit/streams': of.streamId,
    '/tokens': of.apiTokenId,
    // None that there is: whoever may not is told so first.
    '/audit': of.viewId,
  }
  const id = Object.entries(ids).find(([prefix]) => operation.path.startsWith(prefix))?.[1] ?? ''
  return {
    ...{ id, otherId: of.executionId, userId: of.userId, tokenId: of.ingestTokenId },
    ...{ traceId: of.trace.hex, spanId: of.spanId, seq: String(of.auditSeq) },
  }
}

/** A body that is right, of what is this corner's. */
export function bodyOf(operation: Operation, of: IsolatedCorner): Record<string, unknown> {
  const body = { ...operation.exampleBody }
  if ('teamId' in body) body.teamId = of.teamId
  if ('teamIds' in body) body.teamIds = [of.teamId]
  if ('ids' in body) body.ids = [of.eventId]
  return body
}

type Sent = {
  headers?: Record<string, string>
  search?: string
  body?: unknown
  params?: Record<string, string>
}

/** Asks an operation by its handler, as Next would. */
export async function ask(operation: Operation, of: IsolatedCorner, token: string, sent: Sent = {}) {
  const handle = (await handlersOf(operation))[operation.method.toUpperCase()]
  if (!handle) throw new TypeError(`${operation.path} answers no ${operation.method}`)
  const hasBody = operation.body !== null
  const headers = {
    authorization: `Bearer ${token}`,
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...sent.headers,
  }
  const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body ?? bodyOf(operation, of))
  const request = new Request(`http://localhost/api/v1${operation.path}${sent.search ?? ''}`, {
    method: operation.method.toUpperCase(),
    headers,
    ...(hasBody ? { body } : {}),
  })
  return handle(request, { params: Promise.resolve(sent.params ?? paramsOf(operation, of)) })
}
