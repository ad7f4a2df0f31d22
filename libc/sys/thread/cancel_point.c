/* cancel_point.c -- what cancellation points look at; nothing until something is cancelled. */
#include "lowered.h"

#include <stddef.h>

long (*__wasix_cancel_point)(void) = NULL;
void (*__wasix_cancel_over)(void) = NULL;
_Thread_local int __wasix_cancel_place;
