import { closeDatabase, database } from '@/db/client'
import { createEventWriter } from '@/db/store/write-events'
import { auditKey } from '@/lib/audit-key'
import { config } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { applyOwnership } from '@/lib/jobs/apply-ownership'
import { applyRetention } from '@/lib/jobs/apply-retention'
import { checkpointAudit } from '@/lib/jobs/checkpoint-audit'
import { foldChanges } from '@/lib/jobs/fold-changes'
import { indexAttributes } from '@/lib/jobs/index-attributes'
import { makePartitions } from '@/lib/jobs/make-partitions'
import { startPoller } from '@/lib/jobs/poll-sources'
import { pruneAudit } from '@/lib/jobs/prune-audit'
import { publishCheckpoints } from '@/lib/jobs/publish-checkpoints'
import { startRepositoryReader } from '@/lib/jobs/read-repositories'
import { rollUpExecutionCounts, sweepExecutionCounts } from '@/lib/jobs/roll-up-execution-counts'
import { rollUpFlowDays, sweepFlowDays } from '@/lib/jobs/roll-up-flow-days'
import { rollUpFlowUsual } from '@/lib/jobs/roll-up-flow-usual'
import { startSampleRunner } from '@/lib/jobs/run-sample'
import { startAuditStreams } from '@/lib/jobs/stream-audit'
import { verifyAudit } from '@/lib/jobs/verify-audit'
import { startWorker } from '@/lib/jobs/worker'
import { log } from '@/lib/log'
import { Obstacle } from '@/lib/model/obstacle'
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
    foldChanges,
  ])
  const { host, otlpHttpPort, url, databaseUrl, queueBytes, dataDir, gitProtocols } = config()
  if (databaseUrl === null) throw new Obstacle('DATABASE_URL is not set', 'Start with `npm start`.')
  const keeping = { key: auditKey, dataDir, gitProtocols }
  // Of their own: no other job may keep a checkpoint waiting, nor does a long verification keep them.
  const audit = startWorker(
    database(),
    [checkpointAudit(keeping), publishCheckpoints(keeping)],
    Date.now,
    'audit',
  )
  const verifier = startWorker(database(), [verifyAudit(keeping), pruneAudit], Date.now, 'audit-verifier')
  const sample = startSampleRunner(database(), [addressOf(host, otlpHttpPort), url])
  const writer = createEventWriter({
    connectionString: databaseUrl,
    writers: 1,
    queueBytes,
    clock: Date.now,
    report: (error) => log('poller').error({ err: error }, 'could not store an event'),
  })
  const poller = startPoller(database(), writer)
  const streams = startAuditStreams(database(), { hostname: new URL(url).hostname })
  const repositories = startRepositoryReader(database(), { dataDir, protocols: gitProtocols })
  return {
    stop: async () => {
      const background = [worker, audit, verifier, sample, poller, repositories, streams]
      await Promise.all(background.map((each) => each.stop()))
      await writer.close()
      await closeDatabase()
    },
  }
})
