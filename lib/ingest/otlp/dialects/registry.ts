import { airflow } from './airflow'
import { argo } from './argo'
import { cicd } from './cicd'
import { command } from './command'
import { dbt } from './dbt'
import type { Dialect } from './dialect'
import { githubActions } from './github-actions'
import { githubReceiver } from './github-receiver'
import { gitlabReceiver } from './gitlab-receiver'
import { jenkins } from './jenkins'
import { junit } from './junit'
import { kestra } from './kestra'
import { prefect } from './prefect'
import { temporal } from './temporal'

/**
 * In the order in which they are asked; the first that knows a span has it. Tools that say their own name come first,
 * then those whose attributes have no namespace, and the conventions come after the tools that bend them.
 */
export const DIALECTS: readonly Dialect[] = [
  command,
  githubActions,
  githubReceiver,
  gitlabReceiver,
  jenkins,
  airflow,
  kestra,
  prefect,
  dbt,
  temporal,
  argo,
  junit,
  cicd,
]
