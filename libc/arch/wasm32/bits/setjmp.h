/* function invocation, label, and the two words that a longjmp carries (sys/signal/setjmp.c) */
typedef unsigned long __jmp_buf[8];
