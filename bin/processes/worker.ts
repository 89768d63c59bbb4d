import { closeDatabase, database } from '@/db/client'
import { applyRetention } from '@/lib/jobs/apply-retention'
import { makePartitions } from '@/lib/jobs/make-partitions'
import { rollUpExecutionHours, sweepExecutionHours } from '@/lib/jobs/roll-up-execution-hours'
import { rollUpFlowDays, sweepFlowDays } from '@/lib/jobs/roll-up-flow-days'
import { startWorker } from '@/lib/jobs/worker'
import { runProcess } from './run-process'

await runProcess(async () => {
  const worker = startWorker(database(), [
    makePartitions,
    applyRetention,
    rollUpFlowDays,
    sweepFlowDays,
    rollUpExecutionHours,
    sweepExecutionHours,
  ])
  return {
    stop: async () => {
      await worker.stop()
      await closeDatabase()
    },
  }
})
