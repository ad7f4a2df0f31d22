/* thread_end.c -- the end of a process with threads, and what is left of one after fork. */
#include "thread_table.h"

#include "dl.h"
#include "error.h"
#include "thread.h"

#include <unistd.h>

enum {
	STOP_MS = 5000,     /* how long threads get to leave */
	STOP_PAUSE_MS = 20, /* between two reminders, at most */
};

/* --- the end of all --- */

/* Says how the process ends, unless somebody has. */
static bool
end_say(struct thread_table *t, wasix_result result, const wasix_error *err)
{
	pthread_mutex_lock(&t->lock);
	bool first = !t->end_is_taken;
	t->end_is_taken = true;
	pthread_mutex_unlock(&t->lock);
	if (!first)
		return false;
	t->end.result = result;
	if (err)
		t->end.error = *err;
	else
		error_clear(&t->end.error);
	atomic_store(&t->end.said, true);
	threads_changed(t);
	return true;
}

/* Reminds every thread but the caller. Whether any is left. */
static bool
stop_others(struct thread_table *t)
{
	bool left = false;

	pthread_mutex_lock(&t->lock);
	for (struct guest_thread *thread = t->threads; thread; thread = thread->next) {
		pid_t host = atomic_load(&thread->host);
		if (thread == thread_self)
			continue;
		left = true;
		if (host)
			(void)thread_stop(host);
	}
	for (struct guest_thread *thread = t->idle, *next; thread; thread = next) {
		next = thread->next; /* it may be freed from now on */
		left = true;
		thread_wake(thread, THREAD_GOES);
	}
	t->idle = NULL;
	t->idle_count = 0;
	if (t->hosts > (thread_is_first() ? 0 : 1))
		left = true;
	if (!thread_is_first() && !atomic_load(&t->first_waits)) {
		left = true;
		(void)thread_stop(t->first);
	}
	pthread_mutex_unlock(&t->lock);
	return left;
}

/* Until the others have left their calls; what does not for so long is abandoned. */
static bool
end_others(struct thread_table *t)
{
	uint64_t until = threads_now_ms() + STOP_MS;
	int pause = 1;

	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		if (!stop_others(t))
			return true;
		if (threads_now_ms() >= until)
			return false;
		threads_wait(t, seen, pause, NULL);
		pause = pause < STOP_PAUSE_MS ? pause * 2 : STOP_PAUSE_MS;
	}
}

/* The first thread must hear of the end before the one that said it is gone. */
static void
end_first(struct thread_table *t)
{
	uint64_t until = threads_now_ms() + STOP_MS;

	while (!atomic_load(&t->first_waits) && threads_now_ms() < until) {
		uint32_t seen = atomic_load(&t->changes);
		(void)thread_stop(t->first);
		if (!atomic_load(&t->first_waits))
			threads_wait(t, seen, 1, NULL);
	}
}

void
threads_say_end(struct wasix_process *p, wasix_result result, const wasix_error *err)
{
	if (end_say(&p->threads, result, err))
		end_first(&p->threads);
}

bool
threads_end_others(struct wasix_process *p)
{
	struct thread_table *t = &p->threads;
	wasix_error exit = { .code = WASIX_EXIT };

	if (!t->first)
		return true;
	if (!end_say(t, WASIX_EXIT, &exit))
		return false;
	(void)end_others(t);
	return true;
}

/* thread_exit of the first thread: the process goes on until another ends it, or none is left. */
static void
wait_for_end(struct thread_table *t)
{
	for (;;) {
		uint32_t seen = atomic_load(&t->changes);
		pthread_mutex_lock(&t->lock);
		bool over = !t->threads || t->end_is_taken;
		pthread_mutex_unlock(&t->lock);
		if (over)
			return;
		threads_wait(t, seen, -1, NULL);
	}
}

/* For the next program of the process. */
static void
threads_reset(struct thread_table *t)
{
	t->end_is_taken = t->first_left = false;
	atomic_store(&t->end.said, false);
	atomic_store(&t->first_waits, false);
	t->module = NULL;
	t->first = 0;
	thread_stops = false;
}

wasix_result
threads_finish(void *process, struct wasix_store *store, wasix_result result, wasix_error *err)
{
	struct wasix_process *p = process;
	struct thread_table *t = &p->threads;

	if (!t->first || store != t->store || !thread_is_first())
		return result;
	if (t->first_left)
		wait_for_end(t);
	(void)end_say(t, result, err);
	atomic_store(&t->first_waits, true);
	threads_changed(t);
	if (!end_others(t))
		t->is_abandoned = true;
	result = t->end.result;
	if (err)
		*err = t->end.error;
	threads_reset(t);
	return result;
}

/* --- fork --- */

void
threads_hold(struct wasix_process *p)
{
	pthread_mutex_lock(&p->threads.lock);
	if (p->threads.first)
		store_hold(p->threads.store);
}

void
threads_let_go(struct wasix_process *p)
{
	if (p->threads.first)
		store_let_go(p->threads.store);
	pthread_mutex_unlock(&p->threads.lock);
}

/* The other threads' stores stay as they were caught: nobody will look at them. */
void
threads_forked(struct wasix_process *p)
{
	struct thread_table *t = &p->threads;

	if (!t->first)
		return;
	store_forked(t->store);
	dynamic_forked(p, thread_self ? thread_self->store : t->store);
	if (thread_self)
		thread_self->is_only = true;
	t->threads = t->idle = NULL;
	t->count = t->idle_count = t->hosts = 0;
	threads_reset(t);
	t->first = gettid();
}
