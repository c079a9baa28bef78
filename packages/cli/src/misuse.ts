/** Wrong use of the command, told in a sentence that says how to use it rightly. */
export class Misuse extends Error {
  override readonly name = "Misuse";
}

/** Runs what touches files that the user named: what the system refuses is told in words, and is no fault of Parley. */
export async function withFiles<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const reason = reasons[String(error.code)];
    if (reason === undefined) throw error;
    throw new Misuse(`${what}: ${typeof reason === "string" ? reason : reason(error)}.`, { cause: error });
  }
}

const reasons: { readonly [code: string]: string | ((error: object) => string) } = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  EEXIST: "a file is in the way",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "the name is too long",
  ELEAVES: "a link in it leads elsewhere",
  EOTHERS: (error) => `"${"path" in error ? String(error.path) : ""}" there is not a file that Parley made; move it away, or write to another folder`,
  ELOOP: "links lead in a circle",
};
