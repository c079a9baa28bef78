import type { ConferenceImplementation, ConferenceSettings, Template, TemplateContent } from "@parley/conference";
import { conferenceBasePath } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { judgeSettings } from "./conferences.js";
import { entityTagOf, tagged } from "./entity-tag.js";
import { onlyMembers } from "./only-members.js";
import { pageOf } from "./page.js";
import { refused } from "./refused.js";
import type { ConferenceState, HeldTemplate } from "./state.js";

type Operations = Pick<ConferenceImplementation<ConferenceCaller>, "listTemplates" | "createTemplate" | "getTemplate" | "replaceTemplate" | "deleteTemplate">;

/** Templates of one owner. */
const mostTemplates = 1_000;

const settingNames = [
  "subject", "topology", "maxParticipants", "joinHandling", "locked", "idleTimeout", "endToEndEncrypted",
] as const satisfies readonly (keyof ConferenceSettings)[];

export function templateOperations(state: ConferenceState): Operations {
  const { units, templates } = state;
  return {
    listTemplates: (call, { caller }) =>
      units.read(() => pageOf(state, { operation: "listTemplates", call, caller }, templates.inPartition(caller.user), "newest", ({ value }) => value)),
    createTemplate: async ({ body }, { caller: { user } }) => {
      const value = await units.unit(() => {
        judgeSettings(body.settings);
        if (templates.inPartition(user).length >= mostTemplates) throw refused("limit-reached", "Delete a template first.", { retryAfter: 60 });
        const template: Template = { id: state.newId(), ...contentOf(body), createdAt: state.time() };
        templates.put(template.id, { conference: "", serial: state.nextSerial(), owner: user, value: template });
        return template;
      });
      return { status: 201, headers: { etag: entityTagOf(value), location: `${conferenceBasePath}/templates/${value.id}` }, body: value };
    },
    getTemplate: ({ templateId }, { caller }) => units.read(() => tagged(ownTemplate(state, caller, templateId).value)),
    replaceTemplate: ({ templateId, body }, { caller, requireMatch }) =>
      units.unit(() => {
        const held = ownTemplate(state, caller, templateId);
        requireMatch(entityTagOf(held.value));
        judgeSettings(body.settings);
        const value: Template = { id: templateId, ...contentOf(body), createdAt: held.value.createdAt };
        templates.put(templateId, { ...held, value });
        return tagged(value);
      }),
    deleteTemplate: ({ templateId }, { caller, requireMatch }) =>
      units.unit(() => {
        requireMatch(entityTagOf(ownTemplate(state, caller, templateId).value));
        templates.delete(templateId);
      }),
  };
}

function ownTemplate({ templates }: ConferenceState, { user }: ConferenceCaller, id: string): HeldTemplate {
  const held = templates.get(id);
  if (held?.owner !== user) throw refused("not-found");
  return held;
}

function contentOf({ name, settings }: TemplateContent): Pick<Template, "name" | "settings"> {
  return { name, settings: onlyMembers(settings, settingNames) };
}
