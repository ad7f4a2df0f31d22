/* run_limits.h -- what ends a run from outside, and what the host must allow for it. */
#ifndef CMD_RUN_LIMITS_H
#define CMD_RUN_LIMITS_H

#include "wasix.h"

/* Until then a broken pipe is an error of ours, not a signal. */
void run_ignore_pipes(void);
/* From now on the process's terminal is put back when a signal or the time limit ends the run;
 * timeout_s: 0 for none. Until run_watch_end, which comes before wasix_process_delete. */
void run_watch(wasix_process *process, double timeout_s);
void run_watch_end(void);
/* Makes room for so many descriptors of the guest as far as the host's hard limit goes. */
void run_raise_fds(uint32_t count);

#endif
