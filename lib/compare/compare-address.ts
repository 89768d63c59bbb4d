/** The page that sets two executions side by side; without the second it asks for one. */
export const compareHref = (a: string, b: string | null): string =>
  b === null ? `/executions/compare?a=${a}` : `/executions/compare?a=${a}&b=${b}`
