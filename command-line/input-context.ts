import type { Dialect } from "./dialect";
import type { Command } from "./spec";

/** A command whose input is described or read as JSON. */
export interface InputContext {
  command: Command;
  dialect: Dialect;
  /** Characters at which a word of the commands around it names a file of arguments. */
  fromFile: string;
  /** Arguments that no parameter describes are accepted. */
  takesExtra: boolean;
  /** The library converts numbers with Python's float(), which reads "inf" and "nan", too. */
  readsPythonNumbers: boolean;
  /** A list of the command around it takes the words of its positionals. */
  losesWords: boolean;
}
