/** How far the end of spans was from their arrival, in seconds; ahead is negative. */
export type ClockSkew = {
  spans: number
  /** Half of the spans came this long after they had ended; clocks aside, that is how long exporters collect. */
  medianSeconds: number
  /** Of the spans of the last hour that ended the furthest ahead of our clock. */
  earliestSeconds: number
}
