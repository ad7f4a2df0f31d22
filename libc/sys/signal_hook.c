/* signal_hook.c -- for writes to a pipe that nobody reads; NULL in a program without handlers. */
#include <features.h>
#include <stddef.h>

extern hidden void (*__wasix_signal_hook)(int signal, int code);

void (*__wasix_signal_hook)(int signal, int code) = NULL;
