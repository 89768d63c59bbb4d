import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'

/** What a receiver of a stream got, and how it is taken down and brought back at the same address. */
export type SyslogServer = { port: number; messages: string[]; broken: string[]; stop: () => Promise<void> }

/** A syslog server on this machine's loopback that reads messages by their octet counts (RFC 6587, 3.4.1), over TLS where it has a key, with those clients alone whose certificate it is given. */
export async function syslogServer({
  key,
  client,
  port = 0,
}: {
  key?: { key: string; cert: string } | undefined
  client?: string
  port?: number
} = {}): Promise<SyslogServer> {
  const messages: string[] = []
  const broken: string[] = []
  const sockets = new Set<net.Socket>()
  const serve = (socket: net.Socket) => {
    sockets.add(socket)
    let rest = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        const [head, digits] = /^([1-9]\d*) /.exec(rest.subarray(0, 12).toString('latin1')) ?? []
        if (head === undefined || rest.length < head.length + Number(digits)) return
        messages.push(rest.subarray(head.length, head.length + Number(digits)).toString('utf8'))
        rest = rest.subarray(head.length + Number(digits))
      }
    })
    socket.on('end', () => {
      if (rest.length > 0) broken.push(rest.toString('utf8'))
    })
    socket.on('error', () => sockets.delete(socket))
    socket.on('close', () => sockets.delete(socket))
  }
  const mutual = client === undefined ? {} : { ca: client, requestCert: true }
  const server = key === undefined ? net.createServer(serve) : tls.createServer({ ...key, ...mutual }, serve)
  server.on('tlsClientError', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    broken,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export type ObjectStore = {
  endpoint: string
  objects: Map<string, string>
  /** Statuses that were answered, in order. */
  answers: number[]
  close: () => Promise<void>
}

/** Objects of S3 on this machine's loopback: puts whose signature (AWS Signature Version 4), hash and MD5 are right are kept. */
export async function objectStore(of: {
  accessKeyId: string
  secret: string
  region: string
}): Promise<ObjectStore> {
  const objects = new Map<string, string>()
  const answers: number[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const isRight = isSigned(request, of) && isWhole(request.headers, body)
    if (isRight) objects.set(decodeURIComponent(request.url ?? ''), body.toString('utf8'))
    answers.push(isRight ? 200 : 403)
    response
      .writeHead(isRight ? 200 : 403)
      .end(isRight ? '' : '<Error><Code>SignatureDoesNotMatch</Code></Error>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    answers,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

function isWhole(headers: http.IncomingHttpHeaders, body: Buffer): boolean {
  const md5 = createHash('md5').update(body).digest('base64')
  return headers['x-amz-content-sha256'] === sha256(body) && headers['content-md5'] === md5
}

/** Written from AWS's description of the signature, not from the library that signs. */
function isSigned(
  { method, url, headers }: http.IncomingMessage,
  { accessKeyId, secret, region }: { accessKeyId: string; secret: string; region: string },
): boolean {
  const said =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (said === null) return false
  const [, credential = '', signedHeaders = '', signature = ''] = said
  const at = String(headers['x-amz-date'])
  const scope = `${at.slice(0, 8)}/${region}/s3/aws4_request`
  if (credential !== `${accessKeyId}/${scope}`) return false
  const names = signedHeaders.split(';')
  const needed = ['host', 'x-amz-content-sha256', 'x-amz-date']
  if (!needed.every((name) => names.includes(name))) return false
  const canonical = [
    method,
    url,
    '',
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signedHeaders,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n')
  const key = ['s3', 'aws4_request'].reduce(
    (made, part) => hmac(made, part),
    hmac(hmac(`AWS4${secret}`, at.slice(0, 8)), region),
  )
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))
}
