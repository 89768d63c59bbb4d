import { randomBytes } from 'node:crypto'

const PRODUCER = 'https://github.com/apache/airflow/tree/providers-openlineage'
const SPEC = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'
const FACETS = 'https://openlineage.io/spec/facets'

/** UUIDv7-like: what clients make today. */
const runId = (): string => {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/**
 * Events as an Airflow with its OpenLineage provider sends them, about 2 kB each: executions of some flows with nine task
 * runs, each with a start and an end, datasets and the facets that matter. As JSON, in the order they would come.
 */
export function* lineageTraffic(count: number, tasksPerExecution = 9): Generator<Buffer> {
  let made = 0
  for (let execution = 0; made < count; execution++) {
    const flow = `etl_orders_${execution % 200}`
    const parent = { runId: runId(), name: flow, dagRun: `scheduled__2026-11-21T${execution}` }
    const startMs = Date.now() - 3_600_000 + execution * 10
    const events = [eventOf(parent, null, 'START', startMs)]
    for (let task = 0; task < tasksPerExecution; task++) {
      const own = { runId: runId(), name: `${flow}.step_${task}`, dagRun: parent.dagRun, task }
      events.push(eventOf(own, parent, 'START', startMs + task * 1000 + 1))
      events.push(eventOf(own, parent, 'COMPLETE', startMs + task * 1000 + 900))
    }
    events.push(eventOf(parent, null, 'COMPLETE', startMs + tasksPerExecution * 1000 + 100))
    for (const event of events) {
      if (made++ === count) return
      yield Buffer.from(JSON.stringify(event))
    }
  }
}

type Run = { runId: string; name: string; dagRun: string; task?: number }

function eventOf(run: Run, parent: Run | null, eventType: string, atMs: number): unknown {
  const facet = (name: string) => ({ _producer: PRODUCER, _schemaURL: `${FACETS}/1-0-0/${name}.json` })
  const isTask = parent !== null
  return {
    eventType,
    eventTime: new Date(atMs).toISOString(),
    producer: PRODUCER,
    schemaURL: SPEC,
    run: {
      runId: run.runId,
      facets: {
        nominalTime: { ...facet('NominalTimeRunFacet'), nominalStartTime: new Date(atMs).toISOString() },
        processing_engine: { ...facet('ProcessingEngineRunFacet'), name: 'Airflow', version: '3.1.0' },
        ...(parent === null
          ? {}
          : {
              parent: { ...facet('ParentRunFacet'), run: { runId: parent.runId }, job: jobOf(parent.name) },
            }),
        airflow: {
          ...facet('AirflowRunFacet'),
          dag: { dag_id: parent?.name ?? run.name, owner: 'data', tags: '[]', schedule: '@hourly' },
          dagRun: { run_id: run.dagRun, run_type: 'scheduled', conf: {} },
          ...(isTask
            ? { taskInstance: { try_number: 1, map_index: -1, pool: 'default_pool', queue: 'default' } }
            : {}),
        },
      },
    },
    job: {
      ...jobOf(run.name),
      facets: {
        jobType: {
          ...facet('JobTypeJobFacet'),
          integration: 'AIRFLOW',
          jobType: isTask ? 'TASK' : 'DAG',
          processingType: 'BATCH',
        },
        ownership: { ...facet('OwnershipJobFacet'), owners: [{ name: 'data', type: 'team' }] },
      },
    },
    inputs: isTask ? [datasetOf(`raw.${run.name}`, facet('SchemaDatasetFacet'))] : [],
    outputs: isTask ? [datasetOf(`marts.${run.name}`, facet('SchemaDatasetFacet'))] : [],
  }
}

const jobOf = (name: string) => ({ namespace: 'airflow-production', name })

const datasetOf = (name: string, facet: object) => ({
  namespace: 'postgres://warehouse:5432',
  name: `analytics.${name}`,
  facets: {
    schema: {
      ...facet,
      fields: [
        { name: 'id', type: 'bigint' },
        { name: 'amount', type: 'numeric' },
      ],
    },
  },
})
