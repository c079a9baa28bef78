/** What the person at the page may ask for; the views know nothing else of the call. */
export interface CallCommands {
  call(name: string): void;
  accept(): void;
  decline(): void;
  /** Cancels, or hangs up. */
  hangUp(): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  setHeld(held: boolean): void;
  createConference(): void;
  join(link: string): void;
}
