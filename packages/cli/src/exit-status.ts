/** How a command ends: the numbers are the contract with scripts. */
export const exitStatus = {
  /** Nothing found, or warnings only. */
  clean: 0,
  findings: 1,
  /** Wrong use of the command. */
  misuse: 2,
  /** A fault of Parley. */
  fault: 70,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
