import { Refusal, type RefusalCode } from '@/lib/model/refusal'
import { SinkError } from './sink'

/** The gRPC status codes by name; their numbers are fixed by the protocol. */
export const GRPC_CODES = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const

/** The HTTP status that says the same to an OTLP client, as the Collector maps it. What is not listed is a 500. */
const HTTP_STATUS: ReadonlyMap<number, number> = new Map([
  [GRPC_CODES.CANCELLED, 503],
  [GRPC_CODES.DEADLINE_EXCEEDED, 503],
  [GRPC_CODES.ABORTED, 503],
  [GRPC_CODES.OUT_OF_RANGE, 503],
  [GRPC_CODES.UNAVAILABLE, 503],
  [GRPC_CODES.DATA_LOSS, 503],
  [GRPC_CODES.RESOURCE_EXHAUSTED, 429],
  [GRPC_CODES.INVALID_ARGUMENT, 400],
  [GRPC_CODES.UNAUTHENTICATED, 401],
  [GRPC_CODES.PERMISSION_DENIED, 403],
  [GRPC_CODES.UNIMPLEMENTED, 404],
])

/** HTTP status of a gRPC code. */
export const httpStatusOf = (grpcCode: number): number => HTTP_STATUS.get(grpcCode) ?? 500

/** One failure in the words of both transports. */
export type Failure = {
  grpcCode: number
  httpStatus: number
  message: string
  /** Only where trying again makes sense and somebody said when. */
  retryAfterSeconds: number | null
  fieldPath: string | null
}

const OF_REFUSAL: Record<RefusalCode, { grpcCode: number; httpStatus: number }> = {
  invalid: { grpcCode: GRPC_CODES.INVALID_ARGUMENT, httpStatus: 400 },
  unauthenticated: { grpcCode: GRPC_CODES.UNAUTHENTICATED, httpStatus: 401 },
  forbidden: { grpcCode: GRPC_CODES.PERMISSION_DENIED, httpStatus: 403 },
  not_found: { grpcCode: GRPC_CODES.UNIMPLEMENTED, httpStatus: 404 },
  conflict: { grpcCode: GRPC_CODES.ABORTED, httpStatus: 503 },
  // Without RetryInfo, so that the client drops it instead of sending it again.
  too_large: { grpcCode: GRPC_CODES.RESOURCE_EXHAUSTED, httpStatus: 413 },
  unsupported: { grpcCode: GRPC_CODES.INVALID_ARGUMENT, httpStatus: 415 },
  // gRPC's throttling signal is UNAVAILABLE with RetryInfo; HTTP's is 429.
  rate_limited: { grpcCode: GRPC_CODES.UNAVAILABLE, httpStatus: 429 },
  unavailable: { grpcCode: GRPC_CODES.UNAVAILABLE, httpStatus: 503 },
}

/** True for what nobody foresaw; the client is told nothing about it, our log everything. */
export const isBug = (error: unknown): boolean => !(error instanceof Refusal || error instanceof SinkError)

/** What to tell the client about anything that was thrown on the way to the sink. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) {
    const { grpcCode, httpStatus } = OF_REFUSAL[error.code]
    return failure(grpcCode, httpStatus, error.message, error.retryAfterSeconds, error.path)
  }
  if (error instanceof SinkError) {
    return failure(error.grpcCode, httpStatusOf(error.grpcCode), error.message, error.retryAfterSeconds, null)
  }
  return failure(GRPC_CODES.INTERNAL, 500, 'internal error', null, null)
}

function failure(
  grpcCode: number,
  httpStatus: number,
  message: string,
  retryAfterSeconds: number | null,
  fieldPath: string | null,
): Failure {
  const mayRetry = httpStatus === 429 || httpStatus === 503
  return {
    grpcCode,
    httpStatus,
    message,
    retryAfterSeconds: mayRetry ? retryAfterSeconds : null,
    fieldPath,
  }
}
