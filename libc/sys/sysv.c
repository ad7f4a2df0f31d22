/* sysv.c -- communication between processes that is not there yet. */
#include "lowered.h"

#include <errno.h>

/* clang-format off */
#define NONE1(name) long __wasix_sys_##name(long a) { (void)a; return -ENOSYS; }
#define NONE2(name) long __wasix_sys_##name(long a, long b) { (void)a, (void)b; return -ENOSYS; }
#define NONE3(name) long __wasix_sys_##name(long a, long b, long c) { (void)a, (void)b, (void)c; return -ENOSYS; }
#define NONE4(name) long __wasix_sys_##name(long a, long b, long c, long d) { (void)a, (void)b, (void)c, (void)d; return -ENOSYS; }
#define NONE5(name) long __wasix_sys_##name(long a, long b, long c, long d, long e) { (void)a, (void)b, (void)c, (void)d, (void)e; return -ENOSYS; }

NONE4(mq_open) NONE1(mq_unlink) NONE5(mq_timedsend_time64) NONE5(mq_timedreceive_time64) NONE2(mq_notify) NONE3(mq_getsetattr)
NONE3(shmget) NONE3(shmat) NONE1(shmdt) NONE3(shmctl)
NONE3(semget) NONE4(semtimedop_time64) NONE3(semop) NONE4(semctl)
NONE2(msgget) NONE4(msgsnd) NONE5(msgrcv) NONE3(msgctl)
