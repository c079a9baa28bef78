/** A specification with nothing wrong. */
export const good = `asyncapi: 3.0.0
info: { title: Bell, version: 1.0.0 }
channels:
  line:
    address: /line
    messages:
      ring:
        payload: { $ref: ./parts/ring.yaml }
operations:
  ring:
    action: receive
    channel: { $ref: "#/channels/line" }
`;

export const ring = `type: object
required: [volume]
properties:
  volume: { type: integer, maximum: 11 }
`;

/** One error and one warning. */
export const faulty = `asyncapi: 3.0.0
info: { title: Bell, version: 1.0.0 }
components:
  schemas:
    Ring: { description: Rings., type: objct, properties: { volume: { type: integer } } }
    Bell: { nullable: true }
`;

/** One warning. */
export const doubtful = `asyncapi: 3.0.0
info: { title: Bell, version: 1.0.0 }
components:
  schemas:
    Bell: { nullable: true }
`;

/** Nothing but a schema: every target can say all of it. */
export const modest = `asyncapi: 3.0.0
info: { title: Bell, version: 1.0.0 }
components:
  schemas:
    Ring: { $ref: ./parts/ring.yaml }
`;

/** What the bell has to do: a row without an element, and none for a chime. */
export const coverage = `coverage: 1
families:
  wish: { expects: 1..2 }
requirements:
  - { id: visitors-ring, source: wish 1, text: A visitor can ring., elements: ["good.yaml#ring"] }
  - { id: not-too-loud, source: wish 2, text: The street hears nothing., elements: [] }
`;
