import { hash } from 'node:crypto'
import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import { airbyteParts } from './airbyte'
import { airflowParts } from './airflow'
import { dbtParts } from './dbt'
import { githubParts } from './github'
import { gitlabParts } from './gitlab'
import { kestraParts } from './kestra'
import { kubernetesParts } from './kubernetes'
import { plainParts } from './plain'
import { prefectParts } from './prefect'
import { pythonParts } from './python'
import { sqlParts } from './sql'
import { terraformParts } from './terraform'
import { yamlParts } from './yaml-text'

/** What a definition says, without how it is written down: equal for equal meaning. */
export type Parts = { [key: string]: Json }

/** SHA-256 of the meaning in hexadecimal with what it is of, or why the text could not be read. */
export type Meaning = { hash: string; parts: Parts } | { problem: string }

/** How the text of a definition is read, by the word that tellings and rules give. */
const READERS = {
  kestra: kestraParts,
  airflow: airflowParts,
  dagster: pythonParts,
  python: pythonParts,
  spark: pythonParts,
  dbt: dbtParts,
  sql: sqlParts,
  github: githubParts,
  gitlab: gitlabParts,
  prefect: prefectParts,
  terraform: terraformParts,
  airbyte: airbyteParts,
  argo: kubernetesParts,
  kubernetes: kubernetesParts,
  yaml: yamlParts,
  text: plainParts,
} satisfies Record<string, (text: string) => Parts>

export type DefinitionFormat = keyof typeof READERS

/** Formats that a rule may name, with how they are called for people. */
export const DEFINITION_FORMATS: { id: DefinitionFormat; name: string }[] = [
  { id: 'kestra', name: 'Kestra flow (YAML)' },
  { id: 'airflow', name: 'Airflow DAG (Python)' },
  { id: 'dagster', name: 'Dagster (Python)' },
  { id: 'prefect', name: 'Prefect (prefect.yaml)' },
  { id: 'dbt', name: 'dbt (SQL, YAML or manifest)' },
  { id: 'github', name: 'GitHub workflow (YAML)' },
  { id: 'gitlab', name: 'GitLab CI (YAML)' },
  { id: 'terraform', name: 'Terraform (HCL or plan)' },
  { id: 'airbyte', name: 'Airbyte connection (JSON)' },
  { id: 'argo', name: 'Argo workflow (YAML)' },
  { id: 'kubernetes', name: 'Kubernetes object (YAML)' },
  { id: 'spark', name: 'Spark (Python)' },
  { id: 'python', name: 'Python' },
  { id: 'sql', name: 'SQL' },
  { id: 'yaml', name: 'YAML or JSON' },
  { id: 'text', name: 'Plain text' },
]

/** Longer than what people write; a generated text above it is compared line by line instead. */
const MAX_READ = 2_000_000

/** What the text of a definition means. An unknown format is read as plain text. */
export function meaningOf(format: string, text: string): Meaning {
  try {
    const name = isFormat(format) && text.length <= MAX_READ ? format : 'text'
    const parts = READERS[name](text.replace(/^\uFEFF/, '').replace(/\p{Surrogate}/gu, '\uFFFD'))
    return { hash: hash('sha256', canonicalJson([FAMILY[name] ?? name, parts]), 'hex'), parts }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The text cannot be read.' }
  }
}

const isFormat = (word: string): word is DefinitionFormat => Object.hasOwn(READERS, word)

/** Formats that read alike mean alike: a script is the same script whoever runs it. */
const FAMILY: Partial<Record<DefinitionFormat, string>> = {
  dagster: 'python',
  spark: 'python',
  argo: 'kubernetes',
}
