/**
 * What the template renders: the very files that `parley generate` writes.
 * The document that @asyncapi/generator has parsed is not looked at; Parley reads the text itself.
 */
exports.filesOf = async function filesOf({ originalAsyncAPI, params }) {
  const { compile, diskHost, formatDiagnostic } = await import("@parley/compiler");
  const { generate, generatePackage } = await import("@parley/generator-typescript");
  const host = withText(diskHost(process.cwd()), params.specification ?? "asyncapi.yaml", String(originalAsyncAPI));
  const { protocols, diagnostics } = await compile([params.specification ?? "asyncapi.yaml"], host, { roots: params.roots?.split(",") ?? [] });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [protocol] = protocols;
  if (errors.length > 0 || protocol === undefined) throw new Error(`\n${diagnostics.map((found) => formatDiagnostic(found)).join("\n")}`);
  const { files } = params.package ? await generatePackage(protocol, params.package) : generate(protocol);
  return files.map(({ path, text }) => ({ type: File, props: { name: path, children: text } }));
};

// @asyncapi/generator knows the root of a file by the name of its component, and renders what it returns.
function File({ children }) {
  return children;
}

/** The files on disk, but for the one whose text is at hand. */
function withText(disk, path, text) {
  const entry = disk.name(path);
  const bytes = new TextEncoder().encode(text);
  return {
    ...disk,
    look: async (name) => (name === entry ? { kind: "file", bytes: bytes.byteLength } : disk.look(name)),
    read: async (name) => (name === entry ? bytes : disk.read(name)),
  };
}
