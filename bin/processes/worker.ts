import { closeDatabase, database } from '@/db/client'
import { config } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { applyOwnership } from '@/lib/jobs/apply-ownership'
import { applyRetention } from '@/lib/jobs/apply-retention'
import { indexAttributes } from '@/lib/jobs/index-attributes'
import { makePartitions } from '@/lib/jobs/make-partitions'
import { rollUpExecutionCounts, sweepExecutionCounts } from '@/lib/jobs/roll-up-execution-counts'
import { rollUpFlowDays, sweepFlowDays } from '@/lib/jobs/roll-up-flow-days'
import { rollUpFlowUsual } from '@/lib/jobs/roll-up-flow-usual'
import { startSampleRunner } from '@/lib/jobs/run-sample'
import { startWorker } from '@/lib/jobs/worker'
import { runProcess } from './run-process'

await runProcess(async () => {
  const worker = startWorker(database(), [
    makePartitions,
    applyRetention,
    applyOwnership,
    rollUpFlowDays,
    sweepFlowDays,
    rollUpFlowUsual,
    rollUpExecutionCounts,
    sweepExecutionCounts,
    indexAttributes,
  ])
  const { host, otlpHttpPort, url } = config()
  const sample = startSampleRunner(database(), [addressOf(host, otlpHttpPort), url])
  return {
    stop: async () => {
      await Promise.all([worker.stop(), sample.stop()])
      await closeDatabase()
    },
  }
})
