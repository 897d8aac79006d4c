import { createContext, type ReactNode } from "react";
import type { FoundFields } from "./find-fields";

/** What the parts of a script's form request from the form as a whole. */
export interface ScriptFormParts {
  /** The fields of a sub-command, given by its name behind those of its parents; null if there is none. */
  loadCommandFields: (names: string[]) => Promise<ReactNode>;
  /** The fields that match a text; null if the script's parameters could not be loaded. */
  findFields: (text: string) => Promise<FoundFields | null>;
}

export const ScriptFormContext = createContext<ScriptFormParts>({
  loadCommandFields: async () => null,
  findFields: async () => null,
});
