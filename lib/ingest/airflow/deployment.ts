/**
 * The name of an Airflow installation within its source, which is the namespace of all its DAGs however they are seen.
 * OpenTelemetry calls it the service, OpenLineage the namespace, and the REST API does not tell it (its poller asks
 * for it). Each has a default of its own for "nobody chose one" (`Airflow`, `default`, `unknown_service`); those are
 * all `airflow`, so that a DAG run seen in two ways is one execution as long as a name was chosen for all or for none.
 */
export function airflowDeployment(name: string | null | undefined): string {
  const chosen = name?.trim() ?? ''
  return /^(airflow|default|unknown_service(:.*)?|)$/i.test(chosen) ? 'airflow' : chosen
}
