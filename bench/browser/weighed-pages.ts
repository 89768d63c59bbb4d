import type { Browser } from '@playwright/test'
import type { Console } from '../read/console'
import type { LargeRows } from './large-rows'
import { freshPage, visit } from './page-visit'

/** Pages of which only the scripts are weighed: the bar is one for all of them. */
const pathsOf = ({ executionId, gridFlowId }: LargeRows, sourceId: string): string[] => [
  ...['timeline', 'heatmap'].map((view) => `/executions?view=${view}`),
  ...['tasks', 'logs', 'attributes', 'history'].map((tab) => `/executions/${executionId}?tab=${tab}`),
  ...['tasks', 'versions', 'executions'].map((tab) => `/flows/${gridFlowId}?tab=${tab}`),
  ...['', '/connect', '/rejections'].map((part) => `/sources/${sourceId}${part}`),
  '/sources/new',
  ...['teams', 'members', 'ownership', 'tokens', 'organization', 'system'].map((part) => `/settings/${part}`),
  '/api-reference',
  '/sample',
]

/** Scripts of every other page that a person comes to, in kB of gzip, by its path without ids. */
export async function weighPages(
  browser: Browser,
  server: Console,
  large: LargeRows,
  sourceId: string,
): Promise<Record<string, number>> {
  const weights: Record<string, number> = {}
  for (const path of pathsOf(large, sourceId)) {
    const page = await freshPage(browser, server)
    const { scriptKb } = await visit(page, path, 'main h1, main h2')
    weights[path.replace(/[0-9a-f-]{36}/, ':id')] = Math.round(scriptKb)
    await page.context().close()
  }
  return weights
}
