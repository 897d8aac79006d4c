/** A pattern of LIKE for texts that contain this one, whatever characters it consists of. */
export function containing(text: string): string {
  return `%${escapeLike(text)}%`;
}

/** A pattern of LIKE for texts that start with this one. */
export function startingWith(text: string): string {
  return `${escapeLike(text)}%`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
