import { createLoader, parseAsString } from 'nuqs/server'

/** Which of the ways to connect the tool is looked at. */
export const loadConnectParams = createLoader({ way: parseAsString.withDefault('') })

/** The way for whatever speaks OpenTelemetry, which every source takes. */
export const ANY_SDK = 'any-sdk'
