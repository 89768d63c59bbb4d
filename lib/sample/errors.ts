import type { SampleTool } from './company'
import { oneOf, type Random } from './random'

export type SampleError = { type: string; message: string }

/** What the renamed column looks like from each tool. */
export const AMOUNT_ERRORS: Record<SampleTool, SampleError> = {
  airflow: {
    type: 'airflow.exceptions.AirflowException',
    message: 'dbt build failed in project shop_core: column orders.amount does not exist',
  },
  dbt: {
    type: 'NODE_ERROR_TYPE_INTERNAL',
    message: 'Database Error in model orders (models/core/orders.sql): column orders.amount does not exist',
  },
  'github-actions': {
    type: 'AssertionError',
    message:
      'Contract broken: GET /orders/:id no longer returns "amount" (column orders.amount does not exist)',
  },
  service: {
    type: 'psycopg2.errors.UndefinedColumn',
    message: 'column orders.amount does not exist',
  },
  kestra: {
    type: 'io.kestra.core.exceptions.KestraRuntimeException',
    message: 'column orders.amount does not exist',
  },
}

const USUAL: Record<SampleTool, readonly [SampleError, ...SampleError[]]> = {
  airflow: [
    {
      type: 'requests.exceptions.ReadTimeout',
      message: "HTTPSConnectionPool(host='partner.example', port=443): Read timed out. (read timeout=30)",
    },
    { type: 'snowflake.connector.errors.OperationalError', message: 'Warehouse LOAD_WH is suspended' },
    { type: 'FileNotFoundError', message: 's3://acme-landing/feeds/today.csv' },
    { type: 'airflow.exceptions.AirflowTaskTimeout', message: 'Timeout, PID: 4117' },
  ],
  dbt: [
    { type: 'NODE_ERROR_TYPE_INTERNAL', message: 'Database Error: statement timed out after 600 s' },
    { type: 'NODE_ERROR_TYPE_INTERNAL', message: 'Got 14 results, configured to fail if != 0' },
  ],
  'github-actions': [
    { type: 'AssertionError', message: 'expected 3 items in the basket, got 2' },
    { type: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:5432' },
    { type: 'Error', message: 'npm ci: lock file does not match package.json' },
    { type: 'TimeoutError', message: 'locator.click: Timeout 30000ms exceeded' },
  ],
  service: [
    { type: 'BankUnavailable', message: 'the bank answered 503 for 90 s' },
    { type: 'psycopg2.errors.DeadlockDetected', message: 'deadlock detected' },
    { type: 'KeyError', message: "'merchant_id'" },
  ],
  kestra: [{ type: 'java.net.SocketTimeoutException', message: 'Read timed out' }],
}

/** Something that goes wrong with the tool every now and then. */
export const usualErrorOf = (tool: SampleTool, random: Random): SampleError => oneOf(random, USUAL[tool])

/** A stack trace as the tool's language writes it. */
export const stackOf = (error: SampleError, step: string): string =>
  `Traceback (most recent call last):\n  File "/opt/acme/${step.replaceAll(/\W+/g, '_')}.py", line 88, in run\n    result = work(batch)\n${error.type}: ${error.message}`
