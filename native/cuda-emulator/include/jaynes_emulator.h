/*
 * What the emulator has beyond a driver: exported functions by which a test in the same process sets it up. A program
 * that cannot set its own environment (Java) uses these instead of the variables of README.md.
 */
#ifndef JAYNES_EMULATOR_H
#define JAYNES_EMULATOR_H

#ifdef __cplusplus
extern "C" {
#endif

/* Sets one variable of README.md, e.g. ("JAYNES_EMULATOR_MEMORY", "1G"), in front of the environment's; a null value
 * goes back to the environment. The failures, the log and the number of host threads change at once, devices and
 * version at the next jaynes_emulator_reset or first cuInit. Returns 0, or -1 when key or value is not understood and
 * nothing was changed; the reason is then jaynes_emulator_message(). */
__attribute__((visibility("default"))) int jaynes_emulator_configure(const char* key, const char* value);

/* The state after loading: waits for the streams, destroys every context with all that is in it, forgets cuInit, counts
 * of calls, and what jaynes_emulator_configure set. Call it while no other thread is inside the driver. */
__attribute__((visibility("default"))) void jaynes_emulator_reset(void);

/* Like jaynes_emulator_reset, but keeps what was configured and initialises the driver with it. Returns cuInit's
 * result. */
__attribute__((visibility("default"))) int jaynes_emulator_restart(void);

/* Why the last kernel or setting failed, in words; "" when none did. Valid until the next call from this thread. */
__attribute__((visibility("default"))) const char* jaynes_emulator_message(void);

/* How many times the driver call of this name (with or without its _v2) was made, or the named kernel was run, since
 * the last reset. */
__attribute__((visibility("default"))) long long jaynes_emulator_count(const char* name);

#ifdef __cplusplus
}
#endif

#endif
