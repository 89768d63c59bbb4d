/**
 * The flow that a run of a workflow is of: its name, by whichever way the run is told. A webhook of a job knows only that, and
 * GitHub calls a workflow without a name by its path; the path stands in where the name is empty, and is a label else.
 */
export function workflowFlow(
  name: string | null | undefined,
  path: string | null | undefined,
): string | null {
  return shown(name) ?? shown(path?.split('@')[0])
}

const shown = (text: string | null | undefined): string | null => text?.trim() || null
