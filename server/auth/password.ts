import { hash, verify } from "@node-rs/argon2";

// argon2id is the library's default. 19 MiB and two passes follow OWASP's password storage cheat sheet; about 20 ms.
const cost = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

// The hash of a password that nobody knows, because an unknown name must take as long as a wrong password.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$JiXfeW7zsjUuYihZLyjQMg$d2AL+eOcIAiJRyV0Vpu3zCfLRd0sHYe0lI5tqiN6N0k";

/** The password's argon2id hash, in its own text form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether the password matches the hash. Without a hash it takes as long and returns false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? nobody, password);
  return fits && passwordHash !== null;
}
