/* test_cache.c -- the cache on disk: private, whole files only, no harm when it cannot be used. */
#include "code.h"
#include "code_object.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

static const uint8_t BYTES[] = "not a module, but bytes to hash";

struct fixture {
	char base[64]; /* scratch directory */
	char cache[128];
	int warnings;
	char warning[256];
	struct wasix_module module;
};

static void
count_warning(void *env, const char *text)
{
	struct fixture *f = env;
	f->warnings++;
	snprintf(f->warning, sizeof f->warning, "%s", text);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	strcpy(f->base, "/tmp/wasix-test-cache-XXXXXX");
	if (!mkdtemp(f->base))
		return -1;
	snprintf(f->cache, sizeof f->cache, "%s/a/cache", f->base);
	f->module.bytes = BYTES;
	f->module.len = sizeof BYTES;
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	char command[160];
	snprintf(command, sizeof command, "rm -rf %s", f->base);
	int status = system(command);
	free(f);
	return status;
}

static wasix_engine *
engine_make(struct fixture *f, int opt_level)
{
	wasix_engine_options options = {
		.cache_dir = f->cache, .opt_level = opt_level, .warn = count_warning, .env = f
	};
	f->module.has_hash = false;
	return wasix_engine_new(&options);
}

static bool
store(struct fixture *f, wasix_engine *engine)
{
	struct code_object o = code_object_make();
	struct code_file file;
	int fd = code_object_file(&o, sizeof o);
	bool stored = cache_store(engine, &f->module, fd, &file);
	if (stored)
		code_file_close(&file);
	close(fd);
	return stored;
}

static bool
find(struct fixture *f, wasix_engine *engine)
{
	struct code_file file;
	bool found = cache_find(engine, &f->module, &file);
	if (found)
		code_file_close(&file);
	return found;
}

static int
count_files(const char *path)
{
	DIR *d = opendir(path);
	int count = -2; /* . and .. */
	assert_non_null(d);
	while (readdir(d))
		count++;
	closedir(d);
	return count;
}

static void
what_is_stored_is_found_by_a_later_engine(void **state)
{
	struct fixture *f = *state;
	wasix_engine *engine = engine_make(f, 0);
	assert_false(find(f, engine));
	assert_int_equal(f->warnings, 0); /* a missing directory is made later */
	assert_true(store(f, engine));
	wasix_engine_delete(engine);
	engine = engine_make(f, 0);
	assert_true(find(f, engine));
	assert_int_equal(count_files(f->cache), 1);
	assert_int_equal(f->warnings, 0);
	wasix_engine_delete(engine);
}

static void
directories_are_made_private(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	wasix_engine *engine = engine_make(f, 0);
	assert_true(store(f, engine));
	assert_int_equal(stat(f->cache, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	wasix_engine_delete(engine);
}

static void
other_options_and_other_bytes_are_other_files(void **state)
{
	struct fixture *f = *state;
	wasix_engine *engine = engine_make(f, 0);
	assert_true(store(f, engine));
	f->module.len--;
	f->module.has_hash = false;
	assert_false(find(f, engine));
	f->module.len++;
	wasix_engine_delete(engine);
	engine = engine_make(f, 3);
	assert_false(find(f, engine));
	wasix_engine_delete(engine);
}

static void
a_damaged_file_is_not_found_and_can_be_replaced(void **state)
{
	struct fixture *f = *state;
	char name[CACHE_NAME_SIZE], path[256];
	wasix_engine *engine = engine_make(f, 0);
	assert_true(store(f, engine));
	cache_name(engine, &f->module, name);
	snprintf(path, sizeof path, "%s/%s", f->cache, name);
	assert_int_equal(truncate(path, 100), 0);
	assert_false(find(f, engine));
	assert_true(store(f, engine));
	assert_true(find(f, engine));
	wasix_engine_delete(engine);
}

/* A file there that leads elsewhere is not followed. */
static void
a_symbolic_link_is_not_found(void **state)
{
	struct fixture *f = *state;
	char name[CACHE_NAME_SIZE], path[256], moved[256];
	wasix_engine *engine = engine_make(f, 0);
	assert_true(store(f, engine));
	cache_name(engine, &f->module, name);
	snprintf(path, sizeof path, "%s/%s", f->cache, name);
	snprintf(moved, sizeof moved, "%s/elsewhere", f->base);
	assert_int_equal(rename(path, moved), 0);
	assert_int_equal(symlink(moved, path), 0);
	assert_false(find(f, engine));
	wasix_engine_delete(engine);
}

static void
is_refused_once(struct fixture *f, const char *reason)
{
	wasix_engine *engine = engine_make(f, 0);
	assert_false(find(f, engine));
	assert_false(store(f, engine));
	assert_false(store(f, engine));
	assert_int_equal(f->warnings, 1);
	assert_non_null(strstr(f->warning, f->cache));
	assert_non_null(strstr(f->warning, reason));
	wasix_engine_delete(engine);
}

static void
a_directory_open_to_others_is_refused(void **state)
{
	struct fixture *f = *state;
	strcpy(f->cache, f->base);
	assert_int_equal(chmod(f->cache, 0750), 0);
	is_refused_once(f, "others have access");
	assert_int_equal(count_files(f->cache), 0);
}

static void
a_directory_of_another_user_is_refused(void **state)
{
	struct fixture *f = *state;
	strcpy(f->cache, geteuid() == 0 ? f->base : "/root");
	if (geteuid() == 0)
		assert_int_equal(chown(f->cache, 12345, (gid_t)-1), 0);
	is_refused_once(f, geteuid() == 0 ? "another user" : "");
}

static void
a_file_in_place_of_the_directory_is_refused(void **state)
{
	struct fixture *f = *state;
	snprintf(f->cache, sizeof f->cache, "%s/file", f->base);
	close(open(f->cache, O_CREAT | O_WRONLY, 0600));
	is_refused_once(f, "not a directory");
}

static void
a_directory_that_cannot_be_made_is_refused(void **state)
{
	struct fixture *f = *state;
	strcpy(f->cache, "/proc/no/such");
	wasix_engine *engine = engine_make(f, 0);
	assert_false(store(f, engine));
	assert_int_equal(f->warnings, 1);
	wasix_engine_delete(engine);
}

/* The limit on file sizes stands for the full disk: the write fails half way. */
static void
a_full_disk_leaves_nothing_behind(void **state)
{
	struct fixture *f = *state;
	wasix_engine *engine = engine_make(f, 0);
	struct code_object o = code_object_make();
	struct code_file file;
	int fd = code_object_file(&o, sizeof o);
	struct rlimit old, small;

	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){ 50, old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	bool stored = cache_store(engine, &f->module, fd, &file);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_false(stored);
	assert_int_equal(count_files(f->cache), 0);
	assert_int_equal(f->warnings, 1);
	assert_non_null(strstr(f->warning, "File too large"));
	close(fd);
	wasix_engine_delete(engine);
}

static void
many_writers_and_readers_see_whole_files(void **state)
{
	struct fixture *f = *state;
	enum { PROCESSES = 6, ROUNDS = 50 };

	for (int p = 0; p < PROCESSES; p++)
		if (fork() == 0) {
			wasix_engine *engine = engine_make(f, 0);
			bool ok = true;
			for (int i = 0; i < ROUNDS; i++)
				ok = store(f, engine) && find(f, engine) && ok;
			_exit(ok ? 0 : 1);
		}
	for (int p = 0; p < PROCESSES; p++) {
		int status;
		wait(&status);
		assert_int_equal(status, 0);
	}
	assert_int_equal(count_files(f->cache), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_stored_is_found_by_a_later_engine),
		TEST(directories_are_made_private),
		TEST(other_options_and_other_bytes_are_other_files),
		TEST(a_damaged_file_is_not_found_and_can_be_replaced),
		TEST(a_symbolic_link_is_not_found),
		TEST(a_directory_open_to_others_is_refused),
		TEST(a_directory_of_another_user_is_refused),
		TEST(a_file_in_place_of_the_directory_is_refused),
		TEST(a_directory_that_cannot_be_made_is_refused),
		TEST(a_full_disk_leaves_nothing_behind),
		TEST(many_writers_and_readers_see_whole_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
