/* signals.h -- the state of signals: handlers, and on hosts without our extensions also masks and
 * what waits.
 *
 * The host delivers by calling the export __wasm_signal (sys/signal/signal_entry.c); where it does
 * not keep the state, raise() and kill() of oneself stay inside.
 */
#ifndef SYS_SIGNALS_H
#define SYS_SIGNALS_H

#include "ksigaction.h"

#include <features.h>
#include <stdbool.h>

enum { SIGNALS = 65 };

/* Signal n is bit n - 1. */
struct signal_mask {
	unsigned bits[2];
};

extern hidden struct k_sigaction __wasix_signal_actions[SIGNALS];

/* Sets the calling thread's mask and delivers what that lets through; old may be NULL. */
hidden void __wasix_signal_mask_swap(const struct signal_mask *mask, struct signal_mask *old);
hidden void __wasix_signal_mask_get(struct signal_mask *out);

/* Takes over, once, what the program was started with: ignored signals. */
hidden void __wasix_signals_started(void);

/* Not NULL where the host's kernel keeps dispositions and masks: makes a signal's action the
 * default one again, and lets it in. */
extern hidden void (*__wasix_signal_host_keeps)(int signal);
/* Runs the handler, there. */
hidden void __wasix_signal_handle(int signal);

/* Acts on a signal now, or keeps it until it is unblocked. */
hidden void __wasix_signal_deliver(int signal, int code);

/* Set to __wasix_signal_deliver once the program has a handler. */
extern hidden void (*__wasix_signal_hook)(int signal, int code);

/* Takes one signal of `set` from those that wait: its number, or 0. */
hidden int __wasix_signal_take(const struct signal_mask *set);
hidden void __wasix_signal_pending(struct signal_mask *out);

/* Number of handlers that ran so far in this thread. */
hidden unsigned __wasix_signal_handled(void);

/* Set when the process ends by a signal: nothing is delivered any more. */
extern hidden bool __wasix_signal_dying;

/* The default action: the end of the process, by a signal where the host can. */
hidden _Noreturn void __wasix_signal_die(int signal);

#endif
