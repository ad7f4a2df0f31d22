/* signal_info.c -- siginfo_t with the guest's numbers and layout. */
#include "signals.h"

#include "process_table.h"

static bool
is_of_timer(const siginfo_t *info)
{
	return info->si_code == SI_TIMER;
}

/* Processes outside of the tree show as number 0. */
static void
fill_sender(struct wasix_process *p, const siginfo_t *info, struct guest_siginfo *out)
{
	out->pid = info->si_pid ? (int32_t)process_of_host_or_gone(p, info->si_pid) : 0;
	out->uid = info->si_uid;
	if (info->si_signo == SIGCHLD && info->si_code > 0)
		out->status = info->si_status;
	else if (info->si_code != SI_USER && info->si_code != SI_TKILL)
		out->value = (uint32_t)(uintptr_t)info->si_value.sival_ptr;
}

void
siginfo_to_guest(struct wasix_process *p, const siginfo_t *info, struct guest_siginfo *out)
{
	*out = (struct guest_siginfo){
		.signo = info->si_signo, .error = info->si_errno, .code = info->si_code
	};
	if (is_of_timer(info)) {
		out->timer = timer_of_host(info->si_timerid);
		out->overrun = info->si_overrun;
		out->timer_value = (uint32_t)(uintptr_t)info->si_value.sival_ptr;
	} else if (info->si_code > 0 && info->si_signo != SIGCHLD) {
		if (info->si_signo == SIGIO)
			out->band = (int32_t)info->si_band;
	} else {
		fill_sender(p, info, out);
	}
}
