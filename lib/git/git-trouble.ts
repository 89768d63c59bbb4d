/** Something about reading a repository that whoever set it up should read. Its message holds no credential. */
export class GitTrouble extends Error {
  override readonly name = 'GitTrouble'
}

/** What `git fetch` says, by what it means for whoever set the repository up: the first that fits counts. */
const MEANINGS: readonly [RegExp, string][] = [
  [/couldn't find remote ref|Remote branch .* not found/i, 'The branch does not exist'],
  [
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|HTTP Basic: Access denied/i,
    'The credential is missing or not accepted',
  ],
  [
    /Permission denied \(|Host key verification failed/i,
    'The server refuses the key, or is not the one that it was',
  ],
  [
    /repository .* not found|does not appear to be a git repository|The requested URL returned error: 404/i,
    'There is no repository at this address, or the credential may not see it',
  ],
  [/The requested URL returned error: 40[13]/i, 'The credential is missing or not accepted'],
  [/The requested URL returned error: 3\d\d|redirect/i, 'The address leads to another one: give that one'],
  [/The requested URL returned error: (\d{3})/i, 'The server cannot answer now'],
  [/Could not resolve host/i, 'No name server knows the address'],
  [/SSL certificate|server certificate/i, 'The certificate of the server is not accepted'],
  [
    /Connection refused|Failed to connect|Connection timed out|unable to access/i,
    'The server cannot be reached',
  ],
  [/transport '.*' not allowed/i, 'This way to reach a repository is switched off (RUNLEDGER_GIT_PROTOCOLS)'],
  [/not our ref|bad object|corrupt/i, 'The repository could not be read: it is not whole'],
]

/** What git's own words mean. They are not shown themselves: they hold addresses, which may hold anything. */
export function meaningOfFailure(words: string): string {
  return MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'git could not read the repository'
}
