import { nativeKey } from '@/lib/executions/execution-key'

/** What a thing is called across tools, by CDEvents 0.6 (links.md). */
export type DomainId = {
  provider: string
  providerId: string
  namespace: string
  groups: string
  type: string
  resourceId: string
}

/** Providers that the specification registers; another one is taken with a note. */
const PROVIDERS: ReadonlySet<string> = new Set(
  'artifactory argo bitbucket circleci datadog docker gitea github gitlab grafana jenkins jira linear nexus pagerduty tekton'.split(
    ' ',
  ),
)

/**
 * Reads `cdevents:v0:<provider>:<provider-id>:<namespace>:<groups>:<type>:<resource id>`; null where it is none. Segments
 * stay as they are written, percent signs and all.
 */
export function parseDomainId(text: string): DomainId | null {
  const [scheme, version, ...segments] = text.split(':')
  if (scheme !== 'cdevents' || version !== 'v0' || segments.length !== 6) return null
  const [provider = '', providerId = '', namespace = '', groups = '', type = '', resourceId = ''] = segments
  if (type === '' || resourceId === '' || groups.startsWith('/') || groups.endsWith('/')) return null
  // Percent signs stand for a byte in two upper-case digits.
  if (/%(?![0-9A-F]{2})/.test(text)) return null
  return { provider, providerId, namespace, groups, type, resourceId }
}

/** The text of it. */
export const domainIdText = (of: DomainId): string =>
  ['cdevents:v0', of.provider, of.providerId, of.namespace, of.groups, of.type, of.resourceId].join(':')

export const isKnownProvider = ({ provider }: DomainId): boolean =>
  provider === '' || PROVIDERS.has(provider.toLowerCase())

/** The name by which executions that it stands for are found: by what their own tool calls them, where that is known. */
export function domainKey(of: DomainId): string {
  const isRun = of.provider === 'github' && of.providerId === '' && of.type === 'execution'
  const repository = [of.namespace, of.groups].filter((part) => part !== '').join('/')
  return isRun ? nativeKey('github', repository, of.resourceId) : nativeKey('domain', domainIdText(of))
}
