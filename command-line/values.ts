/** One value as a form or a command line gives it. Numbers are kept as the text that was typed, so that 1e3 stays 1e3. */
export type Scalar = string | number | boolean;

/** A parameter's value: one, several (nargs, extend), or several groups (append with nargs). */
export type Value = Scalar | Scalar[] | Scalar[][] | null;

/**
 * The values of one command, by parameter id; a parameter that is missing or null is left to the script's default.
 * `$command` holds the chosen sub-command and its values.
 */
export interface CommandValues {
  [parameterId: string]: Value | Subcommand | undefined;
  $command?: Subcommand;
}

export interface Subcommand {
  name: string;
  values: CommandValues;
}
