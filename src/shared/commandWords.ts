/** A file as a word of a command line: one that begins with a dash would be taken for an option. */
export function fileWord(file: string): string {
  return file.startsWith('-') ? `./${file}` : file;
}

/** An option with its value, also when that begins with a dash. */
export function optionWords(option: string, value: string): readonly string[] {
  return value.startsWith('-') ? [`${option}=${value}`] : [option, value];
}
