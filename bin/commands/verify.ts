import { type VerifyOptions, verifyPack } from '../verifier/verify-pack'

/** `verify <folder or zip>`: an evidence pack of the audit log, by the same code as the verifier that lies in the pack. Needs no installation. */
export async function verify(folder: string, options: VerifyOptions): Promise<void> {
  process.exitCode = await verifyPack(folder, options)
}
