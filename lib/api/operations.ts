import {
  getExecutionOperation,
  listExecutionLogsOperation,
  listExecutionsOperation,
  listTaskRunsOperation,
} from './execution-operations'
import { getFlowOperation, listFlowExecutionsOperation, listFlowsOperation } from './flow-operations'
import type { Operation } from './operation'
import { getMeOperation, listMembersOperation, listTeamsOperation } from './people-operations'
import { getSourceOperation, listSourcesOperation } from './source-operations'
import {
  getSpanOperation,
  getTraceOperation,
  listSpansOperation,
  listTraceLogsOperation,
  listTracesOperation,
} from './trace-operations'

/** Everything that the API answers, in the order in which it is read about. */
export const OPERATIONS: readonly Operation[] = [
  listExecutionsOperation,
  getExecutionOperation,
  listTaskRunsOperation,
  listExecutionLogsOperation,
  listFlowsOperation,
  getFlowOperation,
  listFlowExecutionsOperation,
  listTracesOperation,
  getTraceOperation,
  listSpansOperation,
  getSpanOperation,
  listTraceLogsOperation,
  listSourcesOperation,
  getSourceOperation,
  listTeamsOperation,
  listMembersOperation,
  getMeOperation,
]
