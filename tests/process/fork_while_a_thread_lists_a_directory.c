// RUN: --dir=. --enable-threads
// CFLAGS: -pthread
// EXPECT: ok
// NATIVE: no, raw imports
/* the child lists the directory whose listing another thread of its parent was in the middle of */
#include "../host/raw.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FORKS = 60 };

static abi_fd dir;
static volatile int over;

static void *
list(void *buffer)
{
	abi_usize n;

	while (!over)
		(void)preview1_fd_readdir(dir, buffer, 4096, 0, &n);
	return NULL;
}

int
main(void)
{
	static char here[4096], there[4096];
	pthread_t thread;
	abi_usize n;

	OK(open_at(ROOT, ".", ABI_OFLAGS_DIRECTORY, ALL, &dir));
	TRUE(pthread_create(&thread, NULL, list, there) == 0);
	for (int i = 0; i < FORKS; i++) {
		pid_t child = fork();
		if (child == 0) {
			alarm(20);
			_exit(preview1_fd_readdir(dir, here, sizeof here, 0, &n) & 0xffff);
		}
		int status = -1;
		TRUE(waitpid(child, &status, 0) == child && status == 0);
	}
	over = 1;
	TRUE(pthread_join(thread, NULL) == 0);
	return done();
}
