/** How many executions began in the stretch that starts then and took so long: `row` counts the edges that they reached. */
export type HeatCount = { startMs: number; row: number; count: number; broken: number }
