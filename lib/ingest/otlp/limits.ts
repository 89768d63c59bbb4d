/** What is kept of one span or log record. What is cut is counted where OTLP counts what was dropped. */
export const STRING_BYTES_MAX = 16 * 1024
export const LOG_BODY_BYTES_MAX = 64 * 1024
export const ATTRIBUTES_MAX = 128
export const ARRAY_VALUES_MAX = 1024
export const VALUE_DEPTH_MAX = 8
export const EVENTS_MAX = 1000
export const LINKS_MAX = 1000
/** Of JSON, soft: whatever passes it is the last to be written. Postgres takes no jsonb of more than 256 MiB. */
export const VALUE_BYTES_MAX = 1024 * 1024
export const ATTRIBUTES_BYTES_MAX = 4 * 1024 * 1024
export const EVENTS_BYTES_MAX = 16 * 1024 * 1024

/** Read beyond a cut, so that a secret across it is still recognised. */
export const REDACT_AHEAD_BYTES = 4096

/** What one request may hold; more would keep the event loop from everybody else. */
export const ITEMS_MAX = 200_000
export const GROUPS_MAX = 50_000
export const ROW_BYTES_MAX = 160 * 1024 * 1024
