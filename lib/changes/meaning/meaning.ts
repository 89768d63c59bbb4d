import { hash } from 'node:crypto'
import { canonicalJson, type Json } from '@/lib/audit/canonical-json'
import { airbyteParts } from './airbyte'
import { airflowParts } from './airflow'
import { dbtParts } from './dbt'
import { githubParts } from './github'
import { gitlabFilesParts, gitlabParts } from './gitlab'
import { kestraParts } from './kestra'
import { kubernetesParts } from './kubernetes'
import { plainParts } from './plain'
import { prefectParts } from './prefect'
import { pythonParts } from './python'
import { splitFiles, type TextFile } from './several-files'
import { sqlParts } from './sql'
import { terraformFilesParts, terraformParts } from './terraform'
import { Unreadable } from './unreadable'
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

/** What the text of a definition means. An unknown format is read as plain text; several files may be joined in one text. */
export function meaningOf(format: string, text: string): Meaning {
  const files = isOfFiles(format) ? splitFiles(text) : null
  if (files !== null) return meaningOfFiles(format, files)
  try {
    const name = isFormat(format) && text.length <= MAX_READ ? format : 'text'
    const parts = READERS[name](text.replace(/^\uFEFF/, '').replace(/\p{Surrogate}/gu, '\uFFFD'))
    return { hash: hashOfParts(name, parts), parts }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The text cannot be read.' }
  }
}

/** What a text means, as a hash in hexadecimal; of one that cannot be read, that of its bytes. */
export function hashOfText(format: string, text: string): string {
  const meaning = meaningOf(format, text)
  return 'problem' in meaning ? hash('sha256', `text ${format} ${text}`, 'hex') : meaning.hash
}

/** What a definition of several files means, the leading one first: one file means what it means alone. */
function meaningOfFiles(format: string, files: readonly TextFile[]): Meaning {
  const [main, ...others] = files
  if (main === undefined) return { problem: 'There is no file.' }
  if (others.length === 0) return meaningOf(format, main.text)
  try {
    if (format === 'terraform' || format === 'gitlab') {
      const parts = format === 'terraform' ? terraformFilesParts(files) : gitlabFilesParts(files)
      return { hash: hashOfParts(format, parts), parts }
    }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message }
    throw error
  }
  const meaning = meaningOf(format, main.text)
  const modules = others.map(({ path, text }): [string, Json] => [path, partsOrLines(text)])
  const own = 'problem' in meaning ? plainParts(main.text) : meaning.parts
  const hashes = others.map(({ path, text }) => ({ path, hash: hashOfText(MODULE, text) }))
  return {
    hash: hashOfModules(format, hashOfText(format, main.text), hashes),
    parts: { ...own, modules: Object.fromEntries(modules) },
  }
}

/** How a file is read that a script imports. */
export const MODULE: DefinitionFormat = 'python'

/** What a script and what it imports mean together, by the hash of each. */
export const hashOfModules = (
  format: string,
  main: string,
  modules: readonly { path: string; hash: string }[],
): string => {
  const byPath = Object.fromEntries(modules.map(({ path, hash: of }): [string, Json] => [path, of]))
  return hash('sha256', canonicalJson(['files', format, main, byPath]), 'hex')
}

function partsOrLines(text: string): Parts {
  const meaning = meaningOf(MODULE, text)
  return 'problem' in meaning ? plainParts(text) : meaning.parts
}

const hashOfParts = (name: DefinitionFormat, parts: Parts): string =>
  hash('sha256', canonicalJson([FAMILY[name] ?? name, parts]), 'hex')

/** Formats of scripts, of which what they import is a part. */
const SCRIPTS = ['airflow', 'dagster', 'prefect', 'python', 'spark']

export const isScript = (format: string): boolean => SCRIPTS.includes(format)

/** True where a definition of that format may stand in several files. */
export const isOfFiles = (format: string): boolean =>
  isScript(format) || format === 'terraform' || format === 'gitlab'

const isFormat = (word: string): word is DefinitionFormat => Object.hasOwn(READERS, word)

/** Formats that read alike mean alike: a script is the same script whoever runs it. */
const FAMILY: Partial<Record<DefinitionFormat, string>> = {
  dagster: 'python',
  spark: 'python',
  argo: 'kubernetes',
}
