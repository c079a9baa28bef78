/** What every exchange of the load carries: an application message as a chat sends it. */
export const loadValue = { type: "urn:example:chat", value: { text: "How about ten past eight, at the place with the green door?" } };
