'use client'

import { ArrowLeft, ArrowRight, GitCompareArrows } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DownloadMenu } from '@/components/trace/download-menu'
import { ButtonLink, buttonClass } from '@/components/ui/button'
import { compareHref } from '@/lib/compare/compare-address'
import type { ExecutionNeighbours } from '@/lib/model/execution-neighbours'
import { useGoKeys } from './use-go-keys'

type Props = {
  executionId: string
  parentId: string | null
  neighbours: ExecutionNeighbours
  /** 32 hex digits. */
  traceId: string | null
}

/** Where one goes from an execution: along its flow, to a comparison, or away with its telemetry. */
export function ExecutionActions({ executionId, parentId, neighbours, traceId }: Props) {
  const { previous, next, lastGood } = neighbours
  const compare = compareHref(executionId, lastGood?.id ?? null)
  useGoKeys({
    ',': previous && hrefOf(previous.id),
    '.': next && hrefOf(next.id),
    l: lastGood && hrefOf(lastGood.id),
    p: parentId && hrefOf(parentId),
    C: compare,
  })
  return (
    <>
      <nav aria-label="Executions of the flow" className="flex">
        <Step to={previous?.id ?? null} label="Previous execution of the flow" shortcut=",">
          <ArrowLeft aria-hidden />
        </Step>
        <Step to={next?.id ?? null} label="Next execution of the flow" shortcut=".">
          <ArrowRight aria-hidden />
        </Step>
      </nav>
      {lastGood ? (
        <ButtonLink size="sm" variant="ghost" href={hrefOf(lastGood.id)} title="Key l" aria-keyshortcuts="l">
          Last good
        </ButtonLink>
      ) : null}
      <ButtonLink size="sm" href={compare} title="Key Shift c" aria-keyshortcuts="Shift+C">
        <GitCompareArrows aria-hidden />
        {lastGood ? 'Compare with last good' : 'Compare'}
      </ButtonLink>
      {traceId ? <DownloadMenu traceId={traceId} /> : null}
    </>
  )
}

const hrefOf = (id: string): string => `/executions/${id}`

function Step(props: { to: string | null; label: string; shortcut: string; children: ReactNode }) {
  const look = buttonClass('ghost', 'sm', 'w-7 px-0')
  if (props.to === null) {
    return (
      <span role="img" aria-label={`No ${props.label.toLowerCase()}`} className={`${look} opacity-40`}>
        {props.children}
      </span>
    )
  }
  return (
    <Link
      href={hrefOf(props.to)}
      aria-label={props.label}
      aria-keyshortcuts={props.shortcut}
      title={`${props.label} (key ${props.shortcut})`}
      className={look}
    >
      {props.children}
    </Link>
  )
}
