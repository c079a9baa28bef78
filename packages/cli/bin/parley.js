#!/usr/bin/env node
// Written so that an old Node.js can still read it, and say that it is too old.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error("Parley needs Node.js 20.19 or later; this is " + process.versions.node + ".");
  process.exitCode = 2;
} else {
  import("../dist/parley.js");
}
