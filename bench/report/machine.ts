import os from 'node:os'

/** Where figures come from: they mean nothing without it. */
export type Machine = {
  cpu: string
  cores: number
  memory_gib: number
  os: string
  node: string
  postgres: string
}

export function machine(postgresVersion: string): Machine {
  const cpus = os.cpus()
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()}`,
    node: process.version,
    postgres: postgresVersion,
  }
}
