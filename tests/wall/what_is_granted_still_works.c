/* what_is_granted_still_works.c -- files of the mounts, the heap, clocks, threads if they were
 * granted. */
#include "wall.h"

#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>

static void
use_files(const struct ground *g)
{
	char path[120], bytes[8] = "";
	snprintf(path, sizeof path, "%s/f", g->read_only);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	DEMAND(fd >= 0 && read(fd, bytes, 6) == 6 && strcmp(bytes, "inside") == 0);
	close(fd);
	int dir = open(g->writable, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DEMAND(dir >= 0);
	DEMAND(mkdirat(dir, "d", 0700) == 0);
	fd = openat(dir, "d/new", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	DEMAND(fd >= 0 && write(fd, "new", 3) == 3 && ftruncate(fd, 1) == 0);
	DEMAND(futimens(fd, NULL) == 0 && fsync(fd) == 0 && close(fd) == 0);
	DEMAND(symlinkat("f", dir, "link") == 0);
	DEMAND(linkat(dir, "f", dir, "hard", 0) == 0);
	DEMAND(renameat(dir, "d/new", dir, "moved") == 0);
	DEMAND(readlinkat(dir, "link", bytes, sizeof bytes) == 1);
	DEMAND(unlinkat(dir, "moved", 0) == 0 && unlinkat(dir, "d", AT_REMOVEDIR) == 0);
	DEMAND(unlinkat(dir, "link", 0) == 0 && unlinkat(dir, "hard", 0) == 0);
}

static void
use_memory(void)
{
	for (size_t size = 16; size < (64u << 20); size *= 4) {
		char *bytes = malloc(size);
		DEMAND(bytes);
		memset(bytes, 1, size);
		bytes = realloc(bytes, size * 2);
		DEMAND(bytes && bytes[size - 1] == 1);
		free(bytes);
	}
	char *page = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	DEMAND(page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_WRITE) == 0);
	*page = 1;
	DEMAND(munmap(page, 65536) == 0);
}

static void
use_descriptors(void)
{
	int pipes[2];
	struct termios t;
	DEMAND(pipe2(pipes, O_CLOEXEC) == 0);
	DEMAND(write(pipes[1], "x", 1) == 1);
	DEMAND(poll(&(struct pollfd){ .fd = pipes[0], .events = POLLIN }, 1, 0) == 1);
	DEMAND(tcgetattr(pipes[0], &t) < 0 && errno == ENOTTY);
	DEMAND(tcsetattr(pipes[0], TCSANOW, &t) < 0 && errno == ENOTTY);
	DEMAND(fcntl(pipes[0], F_SETFL, O_NONBLOCK) == 0);
	DEMAND(close(pipes[0]) == 0 && close(pipes[1]) == 0);
}

static void
use_time_and_signals(void)
{
	DEMAND(nanosleep(&(struct timespec){ .tv_nsec = 1000 }, NULL) == 0);
	DEMAND(signal(SIGUSR1, SIG_IGN) != SIG_ERR && raise(SIGUSR1) == 0);
}

static void *
nothing(void *env)
{
	return env;
}

int
main(void)
{
	struct ground g;
	pthread_t thread;
	int status;

	ground_make(&g);
	pid_t child = fork();
	DEMAND(child >= 0);
	if (child == 0) {
		wasix_process *p = enter(&g, "threads");
		use_files(&g);
		use_memory();
		use_descriptors();
		use_time_and_signals();
		/* no row of threads is implemented yet: then they need none */
		if (pthread_create(&thread, NULL, nothing, NULL) == 0)
			DEMAND(pthread_join(thread, NULL) == 0);
		wasix_process_delete(p);
		exit(0);
	}
	DEMAND(waitpid(child, &status, 0) == child);
	ground_remove(&g);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
