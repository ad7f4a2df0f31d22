/* fork.c -- a fork of a process with several threads: the child has one, and must find no lock held
 * by another.
 */
#include "code.h"
#include "memory.h"
#include "runtime.h"

void
store_hold(struct wasix_store *store)
{
	pthread_mutex_lock(&store->engine->lock);
	pthread_mutex_lock(&store->engine->types.lock);
	for (struct memory_object *m = store->memories; m; m = m->next) {
		pthread_mutex_lock(&m->lock);
		pthread_mutex_lock(&m->wait_lock);
	}
}

void
store_let_go(struct wasix_store *store)
{
	for (struct memory_object *m = store->memories; m; m = m->next) {
		pthread_mutex_unlock(&m->wait_lock);
		pthread_mutex_unlock(&m->lock);
	}
	pthread_mutex_unlock(&store->engine->types.lock);
	pthread_mutex_unlock(&store->engine->lock);
}

void
store_forked(struct wasix_store *store)
{
	/* A compilation may take long, so nobody waits for it: it goes on in the parent. */
	pthread_mutex_init(&store->engine->compiler.lock, NULL);
	for (struct memory_object *m = store->memories; m; m = m->next) {
		m->waiters = NULL;
		atomic_store(&m->listed, 0);
		for (unsigned i = 0; i < SLEEPER_COUNTS; i++)
			atomic_store(&m->sleepers[i], 0);
	}
}
