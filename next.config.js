/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimizer is a decoder for bytes from outside; the console has no need of one.
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'pg-copy-streams', 'pino', '@grpc/grpc-js', '@opentelemetry/sdk-node'],
  devIndicators: false,
  // The first page should not wait until every other page is loaded too.
  experimental: { preloadEntriesOnStart: false },
}

export default config
