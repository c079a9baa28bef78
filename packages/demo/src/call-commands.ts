import type { RoomAction } from "./room-actions.js";

/** What the person at the page may ask for; the views know nothing else of the call. */
export interface CallCommands {
  call(name: string): void;
  accept(): void;
  decline(): void;
  /** Cancels, hangs up, or leaves the conference. */
  hangUp(): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  setHeld(held: boolean): void;
  createConference(): void;
  join(link: string): void;
  /** Comes into the conference that somebody asks this user into. */
  acceptInvite(): void;
  declineInvite(): void;
  /** Does something in the conference. */
  act(action: RoomAction): void;
}
