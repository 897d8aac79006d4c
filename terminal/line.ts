/** The size of the terminal in which jobs run (server/runner/terminal.py). Longer lines are not wrapped. */
export const screenRows = 24;
export const screenColumns = 100;
/** Longer lines are cut. The download contains them in full. */
export const lineCharactersMax = 4000;

/** A line of output. It is the row of the screen that the script was writing, or several if it skipped some. */
export interface TerminalLine {
  /** Its position in the buffer; -1 for a line that started before the buffer. */
  index: number;
  text: string;
  /** 1 is stdout, 2 is stderr, and 3 are messages from Wooey. */
  stream: number;
  /** The colour codes in effect at the start of the line. */
  style: string;
  /** The number of characters beyond lineCharactersMax. */
  cut: number;
  /** Whether there is nothing to show: the script overwrote rows above in place of a line. */
  isHidden: boolean;
}
