/* cancel_point.c -- the hook of cancellation points; null until something is cancelled. */
#include "lowered.h"

#include <stddef.h>

long (*__wasix_cancel_point)(void) = NULL;
