/** True for what git takes as the name of a branch (git-check-ref-format), and no option. */
export const isBranchName = (name: string): boolean =>
  name.length <= 255 &&
  !/^[-/.]|\/$|\.$|\.lock(\/|$)|\.\.|\/\/|\/\.|@\{|[\s\p{Cc}~^:?*[\\]/u.test(name) &&
  name !== '' &&
  name !== '@'
