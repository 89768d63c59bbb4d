import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { webAddress } from '@/lib/format/web-address'
import type { State } from '@/lib/model/state'
import { StateBadge } from './state-badge'
import { STATE_WORD } from './state-words'

type Props = {
  execution: {
    flowId: string
    state: State
    nativeState: string | null
    flow: string
    namespace: string
    title: string | null
    nativeId: string
    url: string | null
  }
  /** What can be done with it, at the right. */
  children?: ReactNode
}

/** Which execution this is and how it stands; stays in view while the page is read. */
export function ExecutionHeader({ execution, children }: Props) {
  const { state, nativeState, flow, namespace, title, nativeId } = execution
  const href = webAddress(execution.url)
  const isOtherWord = nativeState !== null && nativeState.toLowerCase() !== STATE_WORD[state]
  return (
    <header className="top-12 z-20 -mx-4 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-canvas/95 px-4 py-2.5 backdrop-blur md:sticky sm:-mx-6 sm:px-6">
      <StateBadge state={state} word={nativeState} look="filled" />
      {isOtherWord ? <span className="text-xs text-ink-3">“{nativeState}”</span> : null}
      <h1 className="min-w-0 text-lg font-semibold tracking-tight wrap-anywhere text-ink">
        {namespace ? <span className="font-normal text-ink-3">{namespace} / </span> : null}
        <Link href={`/flows/${execution.flowId}`} className="hover:underline">
          {flow}
        </Link>
      </h1>
      {title && title !== flow ? <span className="min-w-0 truncate text-sm text-ink-2">{title}</span> : null}
      <span className="flex min-w-0 items-center gap-1">
        <span className="truncate font-mono text-xs text-ink-3" title={nativeId}>
          {nativeId}
        </span>
        <CopyButton value={nativeId} label="native id" />
      </span>
      <span className="flex flex-wrap items-center gap-1.5 sm:ml-auto">
        {children}
        {href ? (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={buttonClass('secondary', 'sm', 'max-w-56')}
          >
            <ExternalLink aria-hidden />
            <span className="truncate">Open in {new URL(href).host}</span>
          </a>
        ) : null}
      </span>
    </header>
  )
}
