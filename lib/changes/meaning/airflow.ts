import { airflowJsonParts } from './airflow-json'
import type { Parts } from './meaning'
import { pythonParts } from './python'

/** A DAG of Airflow: its Python, or what Airflow serialised of it. */
export function airflowParts(text: string): Parts {
  return text.trimStart().startsWith('{') ? airflowJsonParts(text) : pythonParts(text)
}
