import { IllegalStateError, isProblem } from "@parley/runtime";

/** Sends the updates of one session one after the other, as the protocol allows one at a time. */
export interface UpdateQueue {
  /** Runs when those before are done. One that met the far side's own (`glare`) runs again after the time the protocol says. */
  run(update: () => Promise<void>): Promise<void>;
}

export function createUpdateQueue(isInitiator: boolean, wait: (milliseconds: number) => Promise<void> = sleep): UpdateQueue {
  let last: Promise<void> = Promise.resolve();
  const attempt = async (update: () => Promise<void>, left: number): Promise<void> => {
    try {
      await update();
      return;
    } catch (error) {
      // Not legal yet, as the answer to the far side's own is only just on its way.
      const isEarly = error instanceof IllegalStateError;
      if (!(isEarly || isProblem(error, "glare")) || left === 0) throw error;
    }
    // RFC 3261, 14.1: two different ranges, so that the two sides do not meet again.
    await wait(isInitiator ? 2100 + Math.random() * 1900 : Math.random() * 2000);
    await attempt(update, left - 1);
  };
  return {
    run(update) {
      const done = last.then(() => attempt(update, 3));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
