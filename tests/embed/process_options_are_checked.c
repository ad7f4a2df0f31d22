/* process_options_are_checked.c -- what cannot be granted is refused with a text that names it,
 * whatever was in the wasix_error before, and what was granted before stays. */
#include "embed.h"

#include <fcntl.h>
#include <unistd.h>

/* Expects a refusal whose text has the word. */
#define REFUSED(expected, word, call)                                     \
	do {                                                              \
		wasix_error err;                                          \
		memset(&err, 0x5a, sizeof err);                           \
		CHECK((call) == (expected));                              \
		if (!strstr(err.text, word)) {                            \
			fprintf(stderr, "%s: \"%s\"\n", #call, err.text); \
			exit(1);                                          \
		}                                                         \
	} while (0)

static void
names(wasix_process *p)
{
	REFUSED(WASIX_USAGE, "KEY=VALUE", wasix_process_env(p, "novalue", &err));
	REFUSED(WASIX_USAGE, "KEY=VALUE", wasix_process_env(p, "=value", &err));
	REFUSED(WASIX_IO, "/nowhere", wasix_process_mount(p, "/nowhere", "/x", true, &err));
	REFUSED(WASIX_USAGE, "empty", wasix_process_mount(p, "/tmp", "", true, &err));
	CHECK(wasix_process_mount(p, "/tmp", "/x", true, NULL) == WASIX_OK);
	REFUSED(WASIX_USAGE, "/x", wasix_process_mount(p, "/", "/x/", true, &err));
	REFUSED(WASIX_USAGE, "a/b", wasix_process_command(p, "a/b", "/etc/passwd", &err));
	REFUSED(WASIX_USAGE, "file", wasix_process_command(p, "tmp", "/tmp", &err));
	REFUSED(WASIX_USAGE, "/y", wasix_process_cwd(p, "/y", &err));
	CHECK(wasix_process_cwd(p, "/x", NULL) == WASIX_OK);
}

static void
grants(wasix_process *p)
{
	REFUSED(WASIX_USAGE, "wings", wasix_process_grant(p, "wings", NULL, &err));
	REFUSED(WASIX_USAGE, "never", wasix_process_grant(p, "admin", NULL, &err));
	REFUSED(WASIX_USAGE, "argument", wasix_process_grant(p, "tty", "big", &err));
	REFUSED(WASIX_USAGE, "0 threads", wasix_process_grant(p, "threads", "0", &err));
	REFUSED(WASIX_USAGE, "9x", wasix_process_grant(p, "threads", "9x", &err));
	REFUSED(WASIX_USAGE, "sideways", wasix_process_grant(p, "net", "sideways:1", &err));
	REFUSED(WASIX_USAGE, "0:80", wasix_process_map_port(p, 0, 80, &err));
	REFUSED(WASIX_USAGE, "80:65536", wasix_process_map_port(p, 80, 65536, &err));
	CHECK(wasix_process_map_port(p, 8080, 80, NULL) == WASIX_OK);
	REFUSED(WASIX_USAGE, "8081:80", wasix_process_map_port(p, 8081, 80, &err));
	REFUSED(WASIX_USAGE, "15", wasix_process_max_fds(p, 15, &err));
	REFUSED(WASIX_USAGE, "65537", wasix_process_max_fds(p, 65537, &err));
	REFUSED(WASIX_USAGE, "sd_", wasix_process_trace(p, "fd,sd_", NULL, NULL, &err));
}

static void
descriptors(wasix_process *p)
{
	int file = open("/etc/passwd", O_RDONLY), directory = open("/", O_RDONLY);

	CHECK(file > 2 && directory > 2);
	REFUSED(WASIX_IO, "-1", wasix_process_fd(p, -1, 3, &err));
	REFUSED(WASIX_IO, "9999", wasix_process_fd(p, 9999, 3, &err));
	REFUSED(WASIX_USAGE, "directory", wasix_process_fd(p, directory, 3, &err));
	REFUSED(WASIX_USAGE, "2", wasix_process_fd(p, file, 2, &err));
	CHECK(wasix_process_fd(p, file, 3, NULL) == WASIX_OK);
	int second = open("/etc/passwd", O_RDONLY);
	REFUSED(WASIX_USAGE, "taken", wasix_process_fd(p, second, 3, &err));
	close(second);
	close(directory);
}

/* A store has it now. */
static void
too_late(wasix_process *p)
{
	int file = open("/etc/passwd", O_RDONLY);

	REFUSED(WASIX_USAGE, "started", wasix_process_mount(p, "/tmp", "/z", true, &err));
	REFUSED(WASIX_USAGE, "started", wasix_process_cwd(p, "/", &err));
	REFUSED(WASIX_USAGE, "started", wasix_process_private_root(p, NULL, 0, &err));
	REFUSED(WASIX_USAGE, "started", wasix_process_devices(p, NULL, &err));
	REFUSED(WASIX_USAGE, "started", wasix_process_fd(p, file, 7, &err));
	close(file);
}

int
main(void)
{
	wasix_process *p = wasix_process_new();
	wasix_engine *engine = wasix_engine_new(NULL);
	wasix_store *store = wasix_store_new(engine);

	names(p);
	grants(p);
	descriptors(p);
	wasix_store_set_process(store, p);
	too_late(p);
	wasix_store_delete(store);
	wasix_process_delete(p);
	wasix_engine_delete(engine);
	return 0;
}
