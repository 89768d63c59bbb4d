// The verifier of evidence packs as two files that need nothing else: verify.mjs for Node, verify.html for a browser.
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const SCRIPT = '/* the verifier */'

/** Writes both into the folder. Their code is that of the product, bundled: there is no second verifier. */
export async function bundleVerifier(root, folder) {
  fs.mkdirSync(folder, { recursive: true })
  await build({
    absWorkingDir: root,
    entryPoints: { verify: 'bin/verifier/verify.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'esm',
    logLevel: 'warning',
    banner: { js: '// Verifies evidence packs of Runledger: node verify.mjs --help. Apache-2.0.' },
  })
  const page = await build({
    absWorkingDir: root,
    entryPoints: ['bin/verifier/page.ts'],
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    write: false,
    logLevel: 'warning',
    plugins: [browserPrimitives(root)],
  })
  const html = fs.readFileSync(path.join(root, 'bin/verifier/page.html'), 'utf8')
  const [before, after] = html.split(SCRIPT)
  // A script ends at the first end tag of one, also within a string of its own.
  const script = page.outputFiles[0].text.replaceAll('</script', '<\\/script')
  fs.writeFileSync(path.join(folder, 'verify.html'), `${before}${script}${after}`)
}

/** Puts the browser's cryptography in place of Node's. */
const browserPrimitives = (root) => ({
  name: 'browser primitives',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/primitives$/ }, () => ({
      path: path.join(root, 'lib/audit/primitives.browser.ts'),
    })),
})
