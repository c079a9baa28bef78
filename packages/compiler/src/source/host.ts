/** The world outside the compiler: the only way it reads a file. */
export interface Host {
  /** The one name of a path: relative to the working folder where it lies inside, with forward slashes. */
  name(path: string): string;
  /** What there is under a name, or undefined. */
  look(path: string): Promise<Found | undefined>;
  /** The bytes of a file, or undefined where there is none, or it may not be read. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The names of files and folders in a directory, sorted; empty where there is none, undefined where it may not be read. */
  list(directory: string): Promise<readonly string[] | undefined>;
}

export interface Found {
  readonly kind: "file" | "directory";
  /** Size in bytes; 0 for a directory. */
  readonly bytes: number;
}
