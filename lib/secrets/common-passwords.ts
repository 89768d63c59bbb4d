const WORDS = `
password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword qwerty qwertyuiop qwerty123 asdfgh
asdfghjkl zxcvbn zxcvbnm 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsx iloveyou letmein welcome welcome1 admin administrator root
changeme default secret monkey dragon football baseball superman batman trustno1 sunshine princess master login hello
runledger test test123 testing guest user 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0987654321 987654321
abc123 abcdef abcdefgh summer winter spring autumn summer2026 winter2026 company
`
  .trim()
  .split(/\s+/)

/**
 * Passwords of twelve characters and more that lists of leaked ones begin with: a common word twice, two common words, or one
 * with a common ending. Shorter ones are refused for their length already.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set([
  ...WORDS.flatMap((word) => WORDS.map((other) => word + other)),
  ...WORDS.flatMap((word) => WORDS.map((other) => `${word}!${other}`)),
  ...WORDS.flatMap((word) =>
    ['!', '!!', '!1', '1!', '#1', '2024', '2025', '2026', '2024!', '2025!', '2026!'].map((end) => word + end),
  ),
  ...WORDS,
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'thequickbrownfox',
  'qwertyuiopasdfghjkl',
  'qwertyuiop123456',
  'abcdefghijkl',
  'abcdefghijklm',
  'abcdefghijklmnopqrstuvwxyz',
  '123456789012',
  '1234567890123',
  '0123456789abcdef',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'zaq12wsxcde3',
  'q1w2e3r4t5y6',
  'mypassword123',
  'ilovemyfamily',
  'letmeinplease',
])
