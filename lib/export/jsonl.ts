/** One object a line. The two line ends that JSON allows within a string are escaped, since some readers split at them. */
export const jsonLine = (value: object): string =>
  `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16)}`)}\n`
