/** Whether a text refers to a file: `upload:<index>` of the submission, `file:<id>` of an earlier job. */
export function isFileReference(text: string): boolean {
  return /^(?:upload|file):\d{1,15}$/.test(text);
}
