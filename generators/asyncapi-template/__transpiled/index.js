"use strict";

const { filesOf } = require("../files.js");

module.exports = filesOf;
