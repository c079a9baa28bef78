// The generator bundles this file to CommonJS and leaves calls of require alone, so that the code itself is never bundled.
const { filesOf } = require("../files.js");

export default filesOf;
