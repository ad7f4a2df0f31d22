/* process_table.h -- the guest's tree of processes: small numbers for host processes.
 *
 * The table lies in memory that all processes of the tree share, made by the first fork. A process
 * holds its slot's robust mutex as long as it lives, so that one that is gone is seen whatever
 * ended it; a signal is sent through a pidfd that was opened before its slot was seen alive. So a
 * guest reaches the processes of its tree and no others, even where the kernel gives a number anew.
 */
#ifndef HOST_PROCESS_TABLE_H
#define HOST_PROCESS_TABLE_H

#include "host.h"

#include <signal.h>
#include <sys/types.h>

enum {
	PID_OUTSIDE = 1,        /* parent of the first and of orphans; groups led from outside */
	PID_FIRST = 2,          /* what `wasix run` starts */
	PROCESSES_DEFAULT = 64, /* --max-processes */
	PROCESSES_MAX = 1024,
};

/* The calling process, whether it has forked or not. */
uint32_t process_pid(struct wasix_process *p);
/* PID_OUTSIDE when the parent is gone, 0 if there is no such process. */
uint32_t process_parent(struct wasix_process *p, uint32_t pid);
/* Makes the table, which else the first fork does. Who makes it holds the process's slot, so it
 * must be the thread that lives as long as the process. */
void process_tree_make(struct wasix_process *p);
/* Ids for threads come from the same numbers. */
uint32_t process_new_id(struct wasix_process *p);

/* Before a fork: reserves a slot; *pid is the child's number. AGAIN: as many as may be; NOMEM. A
 * child that keeps its memory counts it; one that starts a program at once does not. */
wasix_errno process_slot_reserve(struct wasix_process *p, bool keeps_memory, uint32_t *pid);
void process_slot_give_back(struct wasix_process *p, uint32_t pid);
/* After it, in the parent and in the child. */
void process_slot_started(struct wasix_process *p, uint32_t pid, pid_t host);
void process_become(struct wasix_process *p, uint32_t pid);

/* At the end of the process's life: it is seen to be gone, and the table is out of reach. */
void process_table_leave(struct wasix_process *p);

/* Process of the host, 0 if it is not of the tree or gone. Only safe to signal if it is a child. */
pid_t process_host_of(struct wasix_process *p, uint32_t pid);
/* 0 if a process of the host is not of the tree. */
uint32_t process_of_host(struct wasix_process *p, pid_t host);
/* The same, also for one that was waited for just now: of who sent a signal. */
uint32_t process_of_host_or_gone(struct wasix_process *p, pid_t host);

/* Bytes of linear memories and tables, of this process; false: the tree's bound is reached. */
bool process_take_memory(void *process, uint64_t bytes);
void process_give_memory(void *process, uint64_t bytes);
/* Whether a program that needs so much fits in this process's place. */
bool process_memory_fits(struct wasix_process *p, uint64_t bytes);

/* kill(2) within the tree, with the signal's info if that is not NULL: 0 or -errno of Linux. Itself
 * the process sends nothing: *self says whether it is meant too. */
int process_signal(
	struct wasix_process *p, int32_t pid, int sig, const siginfo_t *info, bool *self);

/* getpgid(2), setpgid(2), getsid(2), setsid(2) with guest numbers: results or -errno of Linux. */
int32_t process_group(struct wasix_process *p, uint32_t pid);
int32_t process_set_group(struct wasix_process *p, uint32_t pid, uint32_t group);
int32_t process_session(struct wasix_process *p, uint32_t pid);
int32_t process_set_session(struct wasix_process *p);
/* The host's number of a group of the tree, 0: none. And back; PID_OUTSIDE for one that is not. */
pid_t process_group_to_host(struct wasix_process *p, uint32_t group);
uint32_t process_group_from_host(struct wasix_process *p, pid_t group);

#endif
