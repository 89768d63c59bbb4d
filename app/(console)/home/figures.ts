import { cache } from 'react'
import { answered } from '@/db/answered'
import { listFailingFlows } from '@/db/queries/home-failing'
import { getPulse } from '@/db/queries/home-pulse'
import { listRunningNow } from '@/db/queries/home-running'
import type { Scope } from '@/lib/model/scope'

// Asked for by several parts of the page, and once a request.

/** Whether anything is heard. */
export const pulseOf = cache((scope: Scope) => answered(() => getPulse(scope)))

/** The flows that are failing. */
export const failingOf = cache((scope: Scope) => answered(() => listFailingFlows(scope)))

/** What runs, against what is usual for its flow. */
export const runningOf = cache((scope: Scope) => answered(() => listRunningNow(scope)))
