import type { Permission } from "@parley/conference";

/** What comes with a role where nothing else is said. */
export function permissionsOf(role: string): readonly Permission[] {
  switch (role) {
    case "moderator": return ["publish-audio", "publish-video", "present", "subscribe", "request-floor", "signal", "invite", "moderate"];
    case "observer": return ["subscribe", "request-floor"];
    default: return ["publish-audio", "publish-video", "present", "subscribe", "request-floor", "signal"];
  }
}
