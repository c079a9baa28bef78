/** The world outside the compiler: the only way it reads a file. */
export interface Host {
  /** The one name of a path: relative to the working folder where it lies inside, with forward slashes. */
  name(path: string): string;
  /** What there is under a name, or undefined. */
  look(path: string): Promise<Found | undefined>;
  /** The bytes of a file, or undefined where there is none, or it may not be read. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The path of a file or folder with every symbolic link followed; undefined where there is none. Absent where there are no links. */
  real?(path: string): Promise<string | undefined>;
  /** What stands at an address of http or https. Absent where nothing can be fetched. */
  fetch?(address: string, maxBytes: number): Promise<Fetched>;
  /** The names of files and folders in a directory, sorted; empty where there is none, undefined where it may not be read. */
  list(directory: string): Promise<readonly string[] | undefined>;
}

/** What an address gave, or why it gave nothing: `the server answered 404`. */
export type Fetched = { readonly kind: "bytes"; readonly bytes: Uint8Array } | { readonly kind: "failure"; readonly why: string };

export interface Found {
  readonly kind: "file" | "directory";
  /** Size in bytes; 0 for a directory. */
  readonly bytes: number;
}
