/* signal_hook.c -- what a program without handlers does without. __wasix_signal_hook: for writes to
 * a pipe that nobody reads. */
#include <features.h>
#include <stddef.h>

extern hidden void (*__wasix_signal_hook)(int signal, int code);

void (*__wasix_signal_hook)(int signal, int code) = NULL;

extern hidden void (*__wasix_signal_host_keeps)(int signal);

void (*__wasix_signal_host_keeps)(int signal) = NULL;
