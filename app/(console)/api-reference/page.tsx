import { FileJson, KeyRound } from 'lucide-react'
import type { Metadata } from 'next'
import { OperationCard } from '@/components/reference/operation-card'
import { ButtonLink, buttonClass } from '@/components/ui/button'
import { Card, CardBody } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { PageHeader } from '@/components/ui/page-header'
import { API_BASE, TAGS } from '@/lib/api/operation'
import { OPERATIONS } from '@/lib/api/operations'
import { requireViewer } from '@/lib/auth/viewer'
import { config } from '@/lib/config'
import { operationLines } from './operation-lines'

export const metadata: Metadata = { title: 'API reference' }

const TITLES: Record<(typeof TAGS)[number], string> = {
  home: 'Home, views and search',
  executions: 'Executions',
  flows: 'Flows',
  changes: 'Changes, versions and drift',
  traces: 'Traces',
  sources: 'Sources',
  people: 'Teams, people and tokens',
  organization: 'Organization',
  audit: 'Audit log',
}

/** What programs can ask, read from the declarations that answer them. */
export default async function ApiReferencePage() {
  await requireViewer()
  const { url } = config()
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 py-6 sm:px-6">
      <PageHeader
        title="API reference"
        description="What the console shows and does, for programs: the same questions, the same filter language, the same rights."
        actions={
          <>
            <ButtonLink href="/settings/tokens">
              <KeyRound aria-hidden />
              Tokens
            </ButtonLink>
            <a href={`${API_BASE}/openapi.json`} className={buttonClass()}>
              <FileJson aria-hidden />
              OpenAPI 3.1
            </a>
          </>
        }
      />
      <div className="flex flex-col gap-6 lg:flex-row lg:items-start">
        <Contents />
        <div className="flex min-w-0 flex-1 flex-col gap-8">
          <Rules url={url} />
          {TAGS.map((tag) => (
            <section key={tag} aria-labelledby={`tag-${tag}`} className="flex flex-col gap-4">
              <h2 id={`tag-${tag}`} className="scroll-mt-16 text-lg font-semibold text-ink">
                {TITLES[tag]}
              </h2>
              {OPERATIONS.filter((each) => each.tag === tag).map((each) => (
                <OperationCard key={each.id} operation={operationLines(each, url)} />
              ))}
            </section>
          ))}
        </div>
      </div>
    </div>
  )
}

function Contents() {
  return (
    <nav aria-label="Operations" className="text-sm max-lg:hidden lg:sticky lg:top-18 lg:w-56 lg:shrink-0">
      {TAGS.map((tag) => (
        <div key={tag} className="mb-4">
          <a href={`#tag-${tag}`} className="font-medium text-ink hover:underline">
            {TITLES[tag]}
          </a>
          <ul className="mt-1 flex flex-col gap-1">
            {OPERATIONS.filter((each) => each.tag === tag).map(({ id, method, path }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="block truncate font-mono text-xs text-ink-3 hover:text-ink"
                  title={`${method.toUpperCase()} ${path}`}
                >
                  {method === 'get' ? '' : `${method.toUpperCase()} `}
                  {path}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** What holds for all of them. */
function Rules({ url }: { url: string }) {
  return (
    <Card>
      <CardBody className="flex flex-col gap-3 text-sm text-ink-2">
        <p>
          Every request carries an API token. It is for some teams or for all that its person may, and does no
          more than they may now: one with the scope <code>read</code> looks, one with <code>write</code>{' '}
          changes things as well, and what it does is written down as its person’s. A signed-in browser is
          answered without one.
        </p>
        <CodeBlock
          label="a first request"
          code={`export RUNLEDGER_API_TOKEN=rl_read_…\ncurl -H "authorization: Bearer $RUNLEDGER_API_TOKEN" "${url}${API_BASE}/me"`}
        />
        <ul className="list-disc space-y-1.5 pl-5">
          <li>
            <strong className="font-medium text-ink">Pages.</strong> A list answers <code>items</code> and{' '}
            <code>next</code>; give <code>next</code> as <code>cursor</code> for what follows, with everything
            else as it was. Rows that arrive meanwhile shift nothing, and the last page is as quick as the
            first.
          </li>
          <li>
            <strong className="font-medium text-ink">Filters.</strong> <code>q</code> takes what the filter
            bar takes. What a page would underline is refused here, with its place.
          </li>
          <li>
            <strong className="font-medium text-ink">Changes.</strong> A body is JSON, read by the rules of
            the form that does the same. What is made answers 201 with its address in <code>Location</code>; a
            token or a link is told that once.
          </li>
          <li>
            <strong className="font-medium text-ink">Errors</strong> are <code>application/problem+json</code>{' '}
            with a sentence in <code>detail</code>, a word in <code>reason</code> and the parameter or field
            in <code>path</code>. What is not there and what is not yours are both 404.
          </li>
          <li>
            <strong className="font-medium text-ink">Limits.</strong> Above so many requests a minute the
            answer is 429, and <code>Retry-After</code> says when to go on.
          </li>
        </ul>
      </CardBody>
    </Card>
  )
}
