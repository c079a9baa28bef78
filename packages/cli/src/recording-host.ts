import type { Host } from "@parley/compiler";

/** A host that remembers what it was asked for: those are the files whose change matters, the ones that are not there yet included. */
export interface RecordingHost extends Host {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export function recordingHost(host: Host): RecordingHost {
  const files = new Set<string>();
  const folders = new Set<string>();
  return {
    files,
    folders,
    name: (path) => host.name(path),
    look(path) {
      files.add(path);
      return host.look(path);
    },
    read(path) {
      files.add(path);
      return host.read(path);
    },
    ...(host.real === undefined ? {} : { real: (path: string) => host.real?.(path) ?? Promise.resolve(undefined) }),
    list(directory) {
      folders.add(directory);
      return host.list(directory);
    },
  };
}
