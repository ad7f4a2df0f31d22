/* crt_arch.h -- empty: the entry point is crt/crt1.c. */
