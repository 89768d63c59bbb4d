import { cicd } from './cicd'
import type { Dialect } from './dialect'
import { githubActions } from './github-actions'
import { githubReceiver } from './github-receiver'
import { junit } from './junit'

/** In the order in which they are asked; the first that knows a span has it. The conventions come after the tools that bend them. */
export const DIALECTS: readonly Dialect[] = [githubActions, githubReceiver, junit, cicd]
