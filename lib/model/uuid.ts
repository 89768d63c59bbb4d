const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for what Postgres takes as a UUID; anything else from a URL is simply not there. */
export const isUuid = (text: string): boolean => UUID.test(text)
