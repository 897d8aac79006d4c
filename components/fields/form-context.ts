import { createContext, type ReactNode } from "react";
import type { FoundFields } from "./find-fields";

/** What the parts of a form ask the whole of it for. */
export interface FormParts {
  /** The fields of the sub-command of these names, one inside the other; null for none. */
  drawCommand: (names: string[]) => Promise<ReactNode>;
  /** The fields that hold a text; null when they cannot be known. */
  findFields: (text: string) => Promise<FoundFields | null>;
}

export const FormContext = createContext<FormParts>({ drawCommand: async () => null, findFields: async () => null });
