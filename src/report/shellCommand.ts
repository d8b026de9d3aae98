/** A command line for a POSIX shell; anything but plain words is quoted. */
export function shellCommand(words: readonly string[]): string {
  return words.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`)).join(' ');
}
