/* missed.c -- what a guest that failed had looked for in vain: the last file, if no directory of
 * the host was granted at all, and the last that lies in one granted read-only.
 *
 * The errno is all that the guest gets; the user wants to know that a flag was missing. A name that
 * a program merely tried is not worth a line, so nothing is said when it ends with status 0, nor to
 * users who chose what to grant: libcs look for /etc/localtime and the like. The host is not asked
 * whether it has the file: its kernel sees nothing of what was denied.
 */
#include "host.h"

#include <stdio.h>
#include <string.h>

void
missed_note(struct wasix_process *p, const struct place *at, const struct file *base,
	const char *path, wasix_errno e)
{
	const char *in = *path == '/' || !base || !base->guest ? "" : base->guest;
	bool granted = at->mount && !at->mount->is_private;
	struct missed *m = &p->missed;

	if ((e != ABI_ERRNO_NOENT || granted) && (e != ABI_ERRNO_ROFS || !granted))
		return;
	if (atomic_flag_test_and_set(&m->busy))
		return; /* another thread notes one */
	char *name = e == ABI_ERRNO_NOENT ? m->outside : m->read_only;
	(void)snprintf(name, MISSED_MAX, "%s%s%s", in, *in && in[1] ? "/" : "", path);
	atomic_flag_clear(&m->busy);
}

static bool
anything_was_granted(const struct wasix_process *p)
{
	for (size_t i = 0; i < p->mount_count; i++)
		if (!p->mounts[i]->is_private && !p->mounts[i]->is_device &&
			!p->mounts[i]->is_command)
			return true;
	return false;
}

void
missed_report(struct wasix_process *p)
{
	const struct missed *m = &p->missed;
	char text[MISSED_MAX + 160];

	if (!p->notice || !p->failed)
		return;
	if (m->outside[0] && !anything_was_granted(p)) {
		snprintf(text, sizeof text,
			"path_open found no '%s': no directory of the host was granted; "
			"--dir=HOST[::GUEST] grants one",
			m->outside);
		p->notice(p->notice_env, text);
	}
	if (m->read_only[0]) {
		snprintf(text, sizeof text,
			"path_open did not open '%s' for writing: its directory was granted "
			"read-only; --volume without :ro grants more",
			m->read_only);
		p->notice(p->notice_env, text);
	}
}
