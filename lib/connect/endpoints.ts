/**
 * Where clients reach the receivers, as far as the browser that opened the console can tell. Behind https there is a proxy,
 * which leads to the console's own port only; that takes OTLP as well.
 */
export function endpointsFor(
  opened: { host: string; isHttps: boolean },
  ports: { otlpHttpPort: number; otlpGrpcPort: number },
): { endpoint: string; grpcEndpoint: string | null } {
  const { host, isHttps } = opened
  if (isHttps || ports.otlpHttpPort === 0) {
    return { endpoint: `${isHttps ? 'https' : 'http'}://${host}`, grpcEndpoint: null }
  }
  const name = new URL(`http://${host}`).hostname
  return {
    endpoint: `http://${name}:${ports.otlpHttpPort}`,
    grpcEndpoint: ports.otlpGrpcPort === 0 ? null : `http://${name}:${ports.otlpGrpcPort}`,
  }
}
