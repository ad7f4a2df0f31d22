/* mmap_hooks.c -- apart from mmap_shared.c, for programs that share nothing. */
#include "mmap_shared.h"

const struct share_hooks *__wasix_share_hooks = NULL;
