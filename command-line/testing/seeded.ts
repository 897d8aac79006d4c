/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Texts that a careless command line would misread. */
export const nastyWords = [
  "a",
  "foo",
  "file.txt",
  "-x",
  "--evil",
  "--",
  "-",
  "-1",
  "-1.5",
  "-1e5",
  "",
  "a b",
  "-a b",
  "--name b",
  "=",
  "x=y",
  "--name=z",
  "-n",
  "it's",
  '"q"',
  "é",
  "3",
  "0",
  "A",
  "\n",
  "-\n",
  "$HOME",
  "-h",
  "--he",
  "@file",
  "+x",
  "++name",
  "add",
  "rm",
  "\u202E-x",
  "👩‍💻",
  "-👩",
  "­--evil",
  "—name",
  "null\0byte",
];
