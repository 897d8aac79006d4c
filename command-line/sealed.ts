/** A secret that is stored encrypted, in a value or in an argument (server/jobs/secrets.ts). */
export const sealedSecrets = /\{secret:([\w-]+)\}/g;

/** Whether a text is a sealed secret and nothing else. */
export function isSealed(text: string): boolean {
  return /^\{secret:[\w-]+\}$/.test(text);
}
