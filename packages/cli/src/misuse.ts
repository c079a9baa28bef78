/** Wrong use of the command, told in a sentence that says how to use it rightly. */
export class Misuse extends Error {
  override readonly name = "Misuse";
}

/** Runs what touches files that the user named: what the system refuses is told in words, and is no fault of Parley. */
export async function withFiles<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? reasons[String(error.code)] : undefined;
    if (reason === undefined) throw error;
    throw new Misuse(`${what}: ${reason}.`, { cause: error });
  }
}

const reasons: { readonly [code: string]: string } = {
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
  ELOOP: "links lead in a circle",
};
