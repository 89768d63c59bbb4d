/** What a source can be. Its events are read as those of its kind; spans are recognised by what they say themselves. */
export const SOURCE_KINDS = [
  { id: 'opentelemetry', name: 'Any OpenTelemetry SDK' },
  { id: 'collector', name: 'OpenTelemetry Collector' },
  { id: 'shell', name: 'Shell, cron and scripts' },
  { id: 'generic', name: 'Anything else with a webhook' },
  { id: 'airbyte', name: 'Airbyte' },
  { id: 'airflow', name: 'Apache Airflow' },
  { id: 'flink', name: 'Apache Flink' },
  { id: 'spark', name: 'Apache Spark' },
  { id: 'argo', name: 'Argo Workflows' },
  { id: 'azure-devops', name: 'Azure DevOps' },
  { id: 'bitbucket', name: 'Bitbucket Pipelines' },
  { id: 'dagster', name: 'Dagster' },
  { id: 'dbt', name: 'dbt' },
  { id: 'delphix', name: 'Delphix' },
  { id: 'github', name: 'GitHub Actions' },
  { id: 'gitlab', name: 'GitLab CI' },
  { id: 'hightouch', name: 'Hightouch' },
  { id: 'jenkins', name: 'Jenkins' },
  { id: 'kafka-connect', name: 'Kafka Connect' },
  { id: 'kestra', name: 'Kestra' },
  { id: 'kubernetes', name: 'Kubernetes' },
  { id: 'genie', name: 'Netflix Genie' },
  { id: 'prefect', name: 'Prefect' },
  { id: 'temporal', name: 'Temporal' },
  { id: 'terraform', name: 'Terraform' },
  { id: 'trigger-dev', name: 'Trigger.dev' },
] as const

export type SourceKind = (typeof SOURCE_KINDS)[number]['id']

export const SOURCE_KIND_IDS = SOURCE_KINDS.map((kind) => kind.id)

/** The kind's name for people; Runledger's own source is a kind that nobody chooses. */
export function sourceKindName(id: string): string {
  if (id === 'runledger') return 'Runledger'
  return SOURCE_KINDS.find((kind) => kind.id === id)?.name ?? id
}

/** Offered where an environment is asked for; any other word will do as well. */
export const ENVIRONMENTS = ['production', 'staging', 'development', 'test'] as const
