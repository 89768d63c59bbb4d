import type { Guide } from '@/lib/ingest/events/tool'
import { DEFINITIONS, SENSOR } from './sensor'

const ENVIRONMENT = `export RUNLEDGER_HOOK='{{hook}}'
export RUNLEDGER_TOKEN='{{token}}'
# The address that people open.
export DAGSTER_UI=https://dagster.example.com`

const OPENLINEAGE = `pip install dagster-openlineage

export OPENLINEAGE_URL={{endpoint}}
export OPENLINEAGE_API_KEY={{token}}`

const TAGS = `from dagster import RunRequest, sensor

@sensor(job=daily_load)
def from_ci(context):
    # Any tag will do: pages, a traceparent and OPENLINEAGE_PARENT_ID are found in them.
    yield RunRequest(run_key="42", tags={"started_by": "https://ci.example.com/runs/42"})`

export const dagsterGuide: Guide = {
  ways: [
    {
      id: 'sensor',
      title: 'Run-status sensors (live)',
      about:
        'Sensors in your own code send each run as it is queued, starts and ends, with its steps, attempts, tags and errors. They watch all code locations of the deployment.',
      steps: [
        {
          text: 'Save this as runledger.py beside the definitions of one code location. It needs nothing but Dagster.',
          code: { label: 'runledger.py', language: 'python', code: SENSOR },
        },
        {
          text: 'Bring the sensors into the definitions.',
          code: { label: 'definitions.py', language: 'python', code: DEFINITIONS },
        },
        {
          text: 'Set the environment of that code location, and reload it.',
          code: { label: 'Environment', language: 'shell', code: ENVIRONMENT },
        },
        { text: 'Run any job. Sensors need the Dagster daemon, which `dagster dev` brings along.' },
      ],
    },
    {
      id: 'poll',
      title: 'Ask the GraphQL API',
      about:
        'Every 30 seconds: runs that changed, with steps, attempts, tags and errors. Nothing to install in Dagster.',
      steps: [
        {
          text: 'Set the base address of Dagster (such as https://dagster.example.com; for Dagster+ https://your-organization.dagster.cloud/prod) and, for Dagster+, a user token.',
        },
      ],
    },
    {
      id: 'openlineage',
      title: 'OpenLineage (with datasets)',
      about:
        'The community package dagster-openlineage sends runs, steps and assets. Its namespace is `dagster` unless set otherwise; set the same name as deployment in the other ways, so that a run seen twice is one execution.',
      steps: [
        {
          text: 'Install it where the code locations and the daemon run, and set its environment there.',
          code: { label: 'Environment', language: 'shell', code: OPENLINEAGE },
        },
      ],
    },
    {
      id: 'links',
      title: 'Links to what started it',
      about: 'Retries are linked without anything. Other starters are found in the tags of a run.',
      steps: [
        {
          text: 'Hand over the page of what starts the run, or a traceparent.',
          code: { label: 'Sensor', language: 'python', code: TAGS },
        },
      ],
    },
  ],
}
