/* test_host_path.c -- path resolution: nothing outside of the mounts is reached, and POSIX's
 * answers inside. */
#include "host_fixture.h"

#include <signal.h>

enum { ROOT = 3, FIRST = 4 };

/* --- where preopens are --- */

static void
preopens_follow_from_3_without_gaps(void **state)
{
	struct abi_prestat s;
	(void)state;
	mount_at("in", "/data", false);
	mount_at("out", "sub//", false);
	start();
	static const char *const NAMES[] = { "/", "/data", "sub" };
	for (uint32_t i = 0; i < 3; i++) {
		assert_ok(host_fd_prestat_get(C, ROOT + i, AT_OUT));
		memcpy(&s, guest(AT_OUT), sizeof s);
		assert_int_equal(s.u.dir.pr_name_len, strlen(NAMES[i]));
		assert_ok(host_fd_prestat_dir_name(C, ROOT + i, AT_BUF, s.u.dir.pr_name_len));
		assert_memory_equal(guest(AT_BUF), NAMES[i], s.u.dir.pr_name_len);
	}
	assert_errno(BADF, host_fd_prestat_get(C, ROOT + 3, AT_OUT));
	assert_errno(NAMETOOLONG, host_fd_prestat_dir_name(C, FIRST, AT_BUF, 2));
}

static void
names_work_by_prefix_and_absolute(void **state)
{
	(void)state;
	host_directory("in/d");
	host_file("in/d/f", "text");
	mount_at("in", "/data", false);
	start();
	assert_content(FIRST, "d/f", "text");
	assert_content(FIRST, "/data/d/f", "text"); /* absolute against any descriptor */
	assert_content(ROOT, "/data/d/f", "text");
	assert_content(ROOT, "data/d/f", "text");
	assert_content(ROOT, "//data//./d/../d/f", "text");
	assert_content(FIRST, "../data/d/f", "text");
	assert_errno(NOENT, open_read(ROOT, "/d/f"));
}

static void
relative_mount_is_below_the_working_directory(void **state)
{
	wasix_error err = { 0 };
	(void)state;
	host_file("in/f", "text");
	mount_at("in", ".", false);
	assert_int_equal(wasix_process_cwd(F.process, "/mount/here", &err), WASIX_OK);
	start();
	assert_content(FIRST, "f", "text");
	assert_content(ROOT, "/mount/here/f", "text");
	assert_errno(NOENT, open_read(ROOT, "/f"));
	uint32_t room = 64;
	memcpy(guest(AT_OUT2), &room, sizeof room);
	assert_ok(host_getcwd(C, AT_BUF, AT_OUT2));
	assert_string_equal(guest(AT_BUF), "/mount/here");
}

static void
dot_is_the_root_by_default(void **state)
{
	(void)state;
	host_file("in/f", "text");
	mount_at("in", ".", false);
	start();
	assert_content(FIRST, "f", "text");
	assert_content(FIRST, "/f", "text");
	assert_content(ROOT, "/f", "text");
	assert_content(ROOT, "f", "text");
}

static void
two_mounts_at_one_name_are_refused(void **state)
{
	wasix_error err = { 0 };
	(void)state;
	mount_at("in", "/data", false);
	assert_int_equal(wasix_process_mount(F.process, host_path("out"), "/./data/", false, &err),
		WASIX_USAGE);
	assert_non_null(strstr(err.text, "/data"));
}

static void
missing_host_directory_is_named(void **state)
{
	wasix_error err = { 0 };
	(void)state;
	assert_int_equal(
		wasix_process_mount(F.process, host_path("none"), "/x", false, &err), WASIX_IO);
	assert_non_null(strstr(err.text, "none: No such file"));
}

static void
missing_working_directory_is_refused(void **state)
{
	wasix_error err = { 0 };
	(void)state;
	mount_at("in", "/data", false);
	assert_int_equal(wasix_process_cwd(F.process, "/data/none", &err), WASIX_USAGE);
}

static void
single_files_can_be_mounted(void **state)
{
	struct abi_filestat s;
	(void)state;
	mount_at("out/secret", "/etc/shown", true);
	start();
	assert_content(ROOT, "/etc/shown", "secret");
	assert_ok(stat_path(ROOT, "/etc/shown", 0, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_REGULAR_FILE);
	assert_errno(NOTDIR, open_read(ROOT, "/etc/shown/x"));
	assert_errno(BADF, host_fd_prestat_get(C, FIRST, AT_OUT));
	assert_errno(BUSY, host_path_unlink_file(C, ROOT, AT_PATH, path_at(AT_PATH, "/etc/shown")));
	assert_true(host_exists("out/secret"));
}

/* --- nothing escapes --- */

static void
dotdot_stays_below_the_root(void **state)
{
	(void)state;
	mount_at("in", "/data", false);
	start();
	assert_errno(NOENT, open_read(FIRST, "../out/secret"));
	assert_errno(NOENT, open_read(FIRST, "../../../../../../../../out/secret"));
	assert_errno(NOENT, open_read(ROOT, "/data/../../out/secret"));
	assert_errno(NOENT, open_read(FIRST, "/etc/passwd"));
	assert_ok(open_directory(FIRST, "../.."));
}

static void
dotdot_from_an_opened_directory_stays_in_the_tree(void **state)
{
	(void)state;
	host_directory("in/a");
	host_directory("in/a/b");
	host_file("in/f", "text");
	mount_at("in", "/data", false);
	start();
	assert_ok(open_directory(FIRST, "a/b"));
	uint32_t b = out_u32();
	assert_content(b, "../../f", "text");
	assert_content(b, "../../../data/f", "text");
	assert_errno(NOENT, open_read(b, "../../../out/secret"));
}

static void
symbolic_links_do_not_lead_out(void **state)
{
	(void)state;
	host_link(host_path("out/secret"), "in/absolute");
	host_link("../out/secret", "in/relative");
	host_link("../out", "in/directory");
	host_link("chain2", "in/chain1");
	host_link("chain3/secret", "in/chain2");
	host_link("../../../../../../..", "in/up");
	host_link("../out", "in/chain3");
	mount_at("in", "/data", false);
	start();
	static const char *const PATHS[] = { "absolute", "relative", "directory/secret", "chain1",
		"directory/", "chain3/secret", "up/etc/passwd" };
	for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
		struct abi_filestat s;
		assert_errno(NOENT, open_read(FIRST, PATHS[i]));
		assert_errno(NOENT, stat_path(FIRST, PATHS[i], FOLLOW_LINKS, &s));
		assert_int_not_equal(open_create(FIRST, PATHS[i]), ABI_ERRNO_SUCCESS);
	}
	assert_errno(NOENT,
		host_path_create_directory(C, FIRST, AT_PATH, path_at(AT_PATH, "directory/new")));
	assert_errno(NOENT,
		host_path_unlink_file(C, FIRST, AT_PATH, path_at(AT_PATH, "directory/secret")));
	assert_errno(NOENT, host_path_rename(C, FIRST, AT_PATH, path_at(AT_PATH, "chain1"), FIRST,
				    AT_PATH2, path_at(AT_PATH2, "directory/x")));
	assert_true(host_exists("out/secret"));
	assert_false(host_exists("out/new"));
	assert_false(host_exists("out/x"));
}

static void
absolute_links_are_walked_in_the_guests_tree(void **state)
{
	(void)state;
	host_directory("in/d");
	host_file("in/d/f", "text");
	host_link("/data/d/f", "in/to_file");
	host_link("/data/d", "in/to_directory");
	host_link("/elsewhere", "in/dangling");
	mount_at("in", "/data", false);
	mount_at("out", "/elsewhere", true);
	start();
	assert_content(FIRST, "to_file", "text");
	assert_content(FIRST, "to_directory/f", "text");
	assert_content(FIRST, "dangling/secret", "secret"); /* crosses into the other mount */
}

static void
links_swapped_during_the_walk_do_not_lead_out(void **state)
{
	(void)state;
	host_directory("in/real");
	host_file("in/real/secret", "inside");
	host_link("../out", "in/link");
	host_link("real", "in/victim");
	mount_at("in", "/data", false);
	start();
	pid_t swapper = fork();
	assert_true(swapper >= 0);
	if (swapper == 0) {
		for (;;) /* the directory and the link out change places all the time */
			(void)renameat2(AT_FDCWD, host_path("in/real"), AT_FDCWD,
				host_path("in/link"), RENAME_EXCHANGE);
	}
	size_t inside = 0;
	for (int i = 0; i < 20000; i++) {
		wasix_errno e = open_read(FIRST, i % 2 ? "real/secret" : "victim/secret");
		if (e)
			continue;
		uint32_t fd = out_u32();
		assert_string_equal(read_all(fd), "inside");
		assert_ok(host_fd_close(C, fd));
		inside++;
	}
	kill(swapper, SIGKILL);
	assert_true(inside > 0);
}

static void
loops_end_with_loop(void **state)
{
	char name[32], target[32];
	(void)state;
	host_link("self", "in/self");
	host_link("b", "in/a");
	host_link("a", "in/b");
	host_file("in/l0", "text");
	for (int i = 1; i <= 41; i++) {
		snprintf(name, sizeof name, "in/l%d", i);
		snprintf(target, sizeof target, "l%d", i - 1);
		host_link(target, name);
	}
	mount_at("in", "/data", false);
	start();
	assert_errno(LOOP, open_read(FIRST, "self"));
	assert_errno(LOOP, open_read(FIRST, "self/x"));
	assert_errno(LOOP, open_read(FIRST, "a"));
	assert_content(FIRST, "l40", "text");
	assert_errno(LOOP, open_read(FIRST, "l41"));
}

/* --- without openat2 --- */

static void
walk_alone_gives_the_same(void **state)
{
	F.process->no_openat2 = true;
	absolute_links_are_walked_in_the_guests_tree(state);
	assert_true(F.process->no_openat2);
}

static void
walk_alone_does_not_escape(void **state)
{
	F.process->no_openat2 = true;
	symbolic_links_do_not_lead_out(state);
}

/* --- the tree --- */

static void
root_without_a_mount_is_read_only(void **state)
{
	struct abi_filestat s;
	(void)state;
	mount_at("in", "/a/b/data", false);
	start();
	assert_ok(stat_path(ROOT, "/", 0, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_DIRECTORY);
	assert_ok(stat_path(ROOT, "/a/b", 0, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_DIRECTORY);
	assert_errno(ROFS, open_create(ROOT, "/new"));
	assert_errno(ROFS, open_create(ROOT, "a/new"));
	assert_errno(ROFS, host_path_create_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "a/c")));
	assert_errno(EXIST, host_path_create_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "a/b")));
	assert_errno(NOENT, open_read(ROOT, "/none"));
	assert_errno(
		BUSY, host_path_remove_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "/a/b/data")));
	assert_ok(open_create(ROOT, "/a/b/data/new"));
	assert_true(host_exists("in/new"));
}

static void
mount_inside_a_mount_covers_what_is_there(void **state)
{
	(void)state;
	host_directory("in/sub");
	host_file("in/sub/hidden", "hidden");
	host_link("sub/secret", "in/link");
	mount_at("in", "/", false);
	mount_at("out", "/sub", true);
	start();
	assert_content(ROOT, "/sub/secret", "secret");
	assert_content(ROOT, "sub/../sub/secret", "secret");
	assert_content(ROOT, "link", "secret");
	assert_errno(NOENT, open_read(ROOT, "sub/hidden"));
	assert_errno(BUSY, host_path_rename(C, ROOT, AT_PATH, path_at(AT_PATH, "sub"), ROOT,
				   AT_PATH2, path_at(AT_PATH2, "sub2")));
	assert_errno(ROFS, open_create(ROOT, "sub/new"));
}

static void
read_only_mount_refuses_every_change(void **state)
{
	(void)state;
	host_directory("in/d");
	host_file("in/f", "text");
	mount_at("in", "/ro", true);
	mount_at("out", "/rw", false);
	start();
	uint32_t f = path_at(AT_PATH, "f"), rw = FIRST + 1;
	assert_content(FIRST, "f", "text");
	assert_errno(ROFS, open_create(FIRST, "new"));
	assert_errno(ROFS, open_create(FIRST, "f"));
	assert_ok(open_flags(FIRST, "f", ABI_OFLAGS_CREAT,
		ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_FILESTAT_SET_TIMES, 0));
	uint32_t fd = out_u32();
	assert_errno(EXIST,
		open_flags(FIRST, "f", ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL, ABI_RIGHTS_FD_READ, 0));
	assert_errno(ROFS, open_flags(FIRST, "f", ABI_OFLAGS_TRUNC, ABI_RIGHTS_FD_READ, 0));
	assert_errno(ROFS, open_flags(FIRST, "f", 0, ABI_RIGHTS_FD_WRITE, 0));
	assert_errno(ROFS, host_path_unlink_file(C, FIRST, AT_PATH, f));
	assert_errno(ROFS, host_path_remove_directory(C, FIRST, AT_PATH, path_at(AT_PATH, "d")));
	assert_errno(ROFS, host_path_create_directory(C, FIRST, AT_PATH, path_at(AT_PATH, "n")));
	assert_errno(EXIST, host_path_create_directory(C, FIRST, AT_PATH, path_at(AT_PATH, "d")));
	f = path_at(AT_PATH, "f");
	uint32_t n = path_at(AT_PATH2, "n");
	assert_errno(ROFS, host_path_rename(C, FIRST, AT_PATH, f, FIRST, AT_PATH2, n));
	assert_errno(ROFS, host_path_symlink(C, AT_PATH, f, FIRST, AT_PATH2, n));
	assert_errno(ROFS, host_path_link(C, FIRST, 0, AT_PATH, f, FIRST, AT_PATH2, n));
	assert_errno(XDEV, host_path_link(C, FIRST, 0, AT_PATH, f, rw, AT_PATH2, n));
	assert_errno(ROFS,
		host_path_filestat_set_times(C, FIRST, 0, AT_PATH, f, 1, 1, ABI_FSTFLAGS_ATIM));
	assert_errno(ROFS, host_fd_filestat_set_times(C, fd, 1, 1, ABI_FSTFLAGS_ATIM));
}

/* --- POSIX's answers --- */

static void
odd_paths_get_posix_answers(void **state)
{
	char name[300];
	struct abi_filestat s;
	(void)state;
	host_directory("in/d");
	host_file("in/f", "text");
	host_link("f", "in/link");
	host_link("d", "in/dlink");
	host_link("none", "in/dangling");
	mount_at("in", "/", false);
	start();
	assert_errno(NOENT, open_read(ROOT, ""));
	assert_errno(NOTDIR, open_read(ROOT, "f/"));
	assert_errno(NOTDIR, open_read(ROOT, "f/x"));
	assert_errno(NOTDIR, open_read(ROOT, "link/"));
	assert_errno(NOTDIR, open_directory(ROOT, "f"));
	assert_errno(ISDIR, open_create(ROOT, "new/"));
	assert_errno(ISDIR, open_flags(ROOT, "d", 0, ABI_RIGHTS_FD_WRITE, 0));
	assert_ok(open_directory(ROOT, "d/."));
	assert_ok(open_directory(ROOT, "d/.."));
	assert_ok(open_directory(ROOT, "dlink"));
	assert_ok(open_directory(ROOT, "dlink/"));
	assert_errno(LOOP, open_flags(ROOT, "link", 0, ABI_RIGHTS_FD_READ, 0));
	assert_errno(EXIST, open_flags(ROOT, "dangling", ABI_OFLAGS_CREAT | ABI_OFLAGS_EXCL,
				    RIGHTS_CHECKED, FOLLOW_LINKS));
	assert_ok(open_create(ROOT, "dangling"));
	assert_true(host_exists("in/none"));
	assert_errno(EXIST, host_path_create_directory(C, ROOT, AT_PATH, path_at(AT_PATH, ".")));
	assert_errno(INVAL, host_path_remove_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "d/.")));
	assert_errno(NOTDIR, host_path_unlink_file(C, ROOT, AT_PATH, path_at(AT_PATH, "f/")));
	assert_errno(
		NOTDIR, host_path_remove_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "dlink/")));
	assert_errno(NOENT, host_path_symlink(C, AT_PATH, path_at(AT_PATH, "t"), ROOT, AT_PATH2,
				    path_at(AT_PATH2, "sl/")));
	assert_ok(host_path_create_directory(C, ROOT, AT_PATH, path_at(AT_PATH, "made/")));
	assert_ok(stat_path(ROOT, "link", 0, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_SYMBOLIC_LINK);
	assert_ok(stat_path(ROOT, "link", FOLLOW_LINKS, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_REGULAR_FILE);
	assert_ok(stat_path(ROOT, "dlink/", 0, &s));
	assert_int_equal(s.filetype, ABI_FILETYPE_DIRECTORY);
	memset(name, 'x', sizeof name);
	name[255] = 0;
	assert_ok(open_create(ROOT, name));
	assert_ok(stat_path(ROOT, name, 0, &s));
	name[255] = 'x';
	name[256] = 0;
	assert_errno(NAMETOOLONG, open_create(ROOT, name));
	assert_errno(NAMETOOLONG, stat_path(ROOT, name, 0, &s));
	memcpy(guest(AT_PATH), "a\0b", 3);
	assert_errno(INVAL, host_path_create_directory(C, ROOT, AT_PATH, 3));
	assert_errno(NAMETOOLONG, host_path_create_directory(C, ROOT, AT_PATH, 5000));
	assert_errno(FAULT, host_path_create_directory(C, ROOT, 0xfffffff0u, 100));
	assert_errno(FAULT, host_path_create_directory(C, ROOT, 2 * 65536 - 1, 2));
}

static void
rename_and_link_work(void **state)
{
	(void)state;
	host_directory("in/d");
	host_file("in/f", "text");
	mount_at("in", "/data", false);
	start();
	assert_ok(host_path_rename(C, FIRST, AT_PATH, path_at(AT_PATH, "f"), FIRST, AT_PATH2,
		path_at(AT_PATH2, "d/g")));
	assert_true(host_exists("in/d/g"));
	assert_ok(host_path_link(C, FIRST, 0, AT_PATH, path_at(AT_PATH, "d/g"), FIRST, AT_PATH2,
		path_at(AT_PATH2, "h")));
	assert_content(FIRST, "h", "text");
	assert_ok(host_path_symlink(
		C, AT_PATH, path_at(AT_PATH, "h"), FIRST, AT_PATH2, path_at(AT_PATH2, "s")));
	assert_ok(host_path_readlink(C, FIRST, AT_PATH, path_at(AT_PATH, "s"), AT_BUF, 10, AT_OUT));
	assert_int_equal(out_u32(), 1);
	assert_errno(INVAL,
		host_path_readlink(C, FIRST, AT_PATH, path_at(AT_PATH, "h"), AT_BUF, 10, AT_OUT));
	assert_errno(NOTDIR, host_path_rename(C, FIRST, AT_PATH, path_at(AT_PATH, "h/"), FIRST,
				     AT_PATH2, path_at(AT_PATH2, "i")));
	assert_ok(host_path_unlink_file(C, FIRST, AT_PATH, path_at(AT_PATH, "s")));
	assert_errno(
		NOTEMPTY, host_path_remove_directory(C, FIRST, AT_PATH, path_at(AT_PATH, "d")));
}

static void
working_directory_moves_inside_the_tree(void **state)
{
	uint32_t room = 3;
	(void)state;
	host_directory("in/d");
	host_link("d", "in/link");
	host_file("in/f", "text");
	mount_at("in", "/data", false);
	start();
	assert_ok(host_chdir(C, AT_PATH, path_at(AT_PATH, "/data/link")));
	memcpy(guest(AT_OUT2), &room, sizeof room);
	assert_errno(RANGE, host_getcwd(C, AT_BUF, AT_OUT2));
	memcpy(&room, guest(AT_OUT2), sizeof room);
	assert_int_equal(room, strlen("/data/d"));
	assert_ok(host_getcwd(C, AT_BUF, AT_OUT2));
	assert_memory_equal(guest(AT_BUF), "/data/d", room);
	assert_ok(host_chdir(C, AT_PATH, path_at(AT_PATH, "..")));
	assert_errno(NOTDIR, host_chdir(C, AT_PATH, path_at(AT_PATH, "f")));
	assert_errno(NOENT, host_chdir(C, AT_PATH, path_at(AT_PATH, "none")));
	assert_ok(host_chdir(C, AT_PATH, path_at(AT_PATH, "../../..")));
	assert_errno(RANGE, host_getcwd(C, 0, AT_OUT2));
	memcpy(&room, guest(AT_OUT2), sizeof room);
	assert_int_equal(room, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		host_test(preopens_follow_from_3_without_gaps),
		host_test(names_work_by_prefix_and_absolute),
		host_test(relative_mount_is_below_the_working_directory),
		host_test(dot_is_the_root_by_default),
		host_test(two_mounts_at_one_name_are_refused),
		host_test(missing_host_directory_is_named),
		host_test(missing_working_directory_is_refused),
		host_test(single_files_can_be_mounted),
		host_test(dotdot_stays_below_the_root),
		host_test(dotdot_from_an_opened_directory_stays_in_the_tree),
		host_test(symbolic_links_do_not_lead_out),
		host_test(absolute_links_are_walked_in_the_guests_tree),
		host_test(links_swapped_during_the_walk_do_not_lead_out),
		host_test(loops_end_with_loop),
		host_test(walk_alone_gives_the_same),
		host_test(walk_alone_does_not_escape),
		host_test(root_without_a_mount_is_read_only),
		host_test(mount_inside_a_mount_covers_what_is_there),
		host_test(read_only_mount_refuses_every_change),
		host_test(odd_paths_get_posix_answers),
		host_test(rename_and_link_work),
		host_test(working_directory_moves_inside_the_tree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
