/** How often the programs of the crash tests are killed; 200 on request. */
export const kills = Number(process.env.PARLEY_KILLS ?? 15);

/** The moments follow from it, as far as a machine lets them. */
export const killSeed = Number(process.env.PARLEY_CRASH_SEED ?? Date.now() % 1_000_000);
