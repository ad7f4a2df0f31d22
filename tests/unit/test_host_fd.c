/* test_host_fd.c -- descriptors, reading and writing, listings, polling, clocks: the handlers on a
 * real memory. */
#include "host_fixture.h"

#include "extension.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { ROOT = 3, DIR = 3 };

static void
mounted(void)
{
	mount_at("in", "/", false);
	start();
}

static uint32_t
create(const char *name)
{
	assert_ok(open_create(DIR, name));
	return out_u32();
}

static struct abi_fdstat
fdstat(uint32_t fd)
{
	struct abi_fdstat s;
	assert_ok(host_fd_fdstat_get(C, fd, AT_OUT));
	memcpy(&s, guest(AT_OUT), sizeof s);
	return s;
}

/* --- numbers --- */

static void
lowest_free_number_is_given(void **state)
{
	(void)state;
	mounted();
	uint32_t a = create("a"), b = create("b"), c = create("c");
	assert_int_equal(a, 4);
	assert_int_equal(b, 5);
	assert_int_equal(c, 6);
	assert_ok(host_fd_close(C, b));
	assert_int_equal(create("d"), 5);
	assert_errno(BADF, host_fd_close(C, 7));
	assert_errno(BADF, host_fd_close(C, UINT32_MAX));
	assert_ok(host_fd_close(C, ROOT)); /* a preopen stays */
	assert_ok(host_fd_prestat_get(C, ROOT, AT_OUT));
}

static void
duplicates_share_the_position(void **state)
{
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(write_text(fd, "hello"));
	assert_ok(host_fd_dup(C, fd, AT_OUT2));
	assert_ok(host_fd_seek(C, fd, 1, ABI_WHENCE_SET, AT_OUT));
	assert_ok(host_fd_close(C, fd));
	assert_string_equal(read_all(5), "ello");
	assert_ok(host_fd_dup2(C, 5, 100, 1, AT_OUT2));
	uint16_t flags;
	assert_ok(host_fd_fdflags_get(C, 100, AT_OUT));
	memcpy(&flags, guest(AT_OUT), 2);
	assert_int_equal(flags, ABI_FDFLAGSEXT_CLOEXEC);
	assert_ok(host_fd_fdflags_set(C, 100, 0));
	assert_errno(INVAL, host_fd_dup2(C, 5, FD_LIMIT, 0, AT_OUT2));
	assert_errno(FAULT, host_fd_dup(C, 5, 0xffffffff));
	assert_errno(BADF, host_fd_fdstat_get(C, 6, AT_OUT)); /* undone */
}

static void
renumber_moves_in_preview_1_and_copies_in_wasix(void **state)
{
	(void)state;
	mounted();
	uint32_t a = create("a"), b = create("b");
	assert_ok(write_text(a, "text"));
	assert_ok(host_fd_renumber(C, a, b));
	assert_errno(BADF, host_fd_close(C, a));
	assert_ok(host_fd_seek(C, b, 0, ABI_WHENCE_SET, AT_OUT));
	assert_string_equal(read_all(b), "text");
	assert_errno(NOTSUP, host_fd_renumber(C, b, ROOT));
	assert_errno(BADF, host_fd_renumber(C, 99, b));
	assert_errno(BADF, host_fd_renumber(C, b, FD_LIMIT));
	F.process->wasix = true;
	assert_ok(host_fd_renumber(C, b, 20));
	assert_ok(host_fd_close(C, b));
	assert_ok(host_fd_close(C, 20));
}

static void
rights_can_only_be_given_up(void **state)
{
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(host_fd_fdstat_set_rights(C, fd, ABI_RIGHTS_FD_READ, 0));
	assert_errno(NOTCAPABLE,
		host_fd_fdstat_set_rights(C, fd, ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_WRITE, 0));
	assert_errno(NOTCAPABLE, write_text(fd, "x"));
	assert_errno(NOTCAPABLE, host_fd_sync(C, fd));
	assert_string_equal(read_all(fd), "");
}

static void
opened_one_way_is_a_bad_descriptor_the_other_way(void **state)
{
	(void)state;
	mounted();
	host_file("in/f", "text");
	assert_ok(open_read(DIR, "f"));
	assert_errno(BADF, write_text(4, "x"));
	assert_ok(open_flags(DIR, "f", 0, ABI_RIGHTS_FD_WRITE, 0));
	iovec_at(1);
	assert_errno(BADF, host_fd_read(C, 5, AT_IOV, 1, AT_OUT));
	assert_ok(open_directory(DIR, "."));
	assert_errno(ISDIR, host_fd_read(C, 6, AT_IOV, 1, AT_OUT));
}

/* --- data --- */

static void
read_past_end_returns_zero(void **state)
{
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(write_text(fd, "abc"));
	assert_string_equal(read_all(fd), "");
	assert_ok(host_fd_seek(C, fd, 100, ABI_WHENCE_CUR, AT_OUT));
	assert_int_equal(out_u32(), 103);
	assert_string_equal(read_all(fd), "");
	assert_errno(INVAL, host_fd_seek(C, fd, -1, ABI_WHENCE_SET, AT_OUT));
	assert_errno(INVAL, host_fd_seek(C, fd, 0, 3, AT_OUT));
	assert_ok(host_unstable_fd_seek(C, fd, 1, ABI_WHENCE_SNAPSHOT0_SET, AT_OUT));
	assert_string_equal(read_all(fd), "bc");
}

static void
positioned_calls_leave_the_position(void **state)
{
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(write_text(fd, "abcdef"));
	memcpy(guest(AT_BUF), "XY", 2);
	iovec_at(2);
	assert_ok(host_fd_pwrite(C, fd, AT_IOV, 1, 1, AT_OUT));
	assert_ok(host_fd_pread(C, fd, AT_IOV, 1, 2, AT_OUT));
	assert_memory_equal(guest(AT_BUF), "Yd", 2);
	assert_errno(INVAL, host_fd_pread(C, fd, AT_IOV, 1, UINT64_MAX, AT_OUT));
	assert_ok(host_fd_tell(C, fd, AT_OUT));
	assert_int_equal(out_u32(), 6);
}

static void
buffers_outside_of_memory_are_faults(void **state)
{
	struct abi_iovec v = { 0xfffffff0u, 0x20 };
	(void)state;
	mounted();
	uint32_t fd = create("f");
	memcpy(guest(AT_IOV), &v, sizeof v);
	assert_errno(FAULT, host_fd_write(C, fd, AT_IOV, 1, AT_OUT));
	v = (struct abi_iovec){ 2 * 65536, 1 };
	memcpy(guest(AT_IOV), &v, sizeof v);
	assert_errno(FAULT, host_fd_write(C, fd, AT_IOV, 1, AT_OUT));
	v = (struct abi_iovec){ 2 * 65536, 0 };
	memcpy(guest(AT_IOV), &v, sizeof v);
	assert_ok(host_fd_write(C, fd, AT_IOV, 1, AT_OUT));
	assert_errno(FAULT, host_fd_write(C, fd, 0xfffffff8u, 2, AT_OUT));
	assert_errno(INVAL, host_fd_write(C, fd, AT_IOV, 1025, AT_OUT));
	assert_ok(host_fd_write(C, fd, AT_IOV, 0, AT_OUT));
	assert_errno(FAULT, host_fd_fdstat_get(C, fd, 2 * 65536 - 8));
	assert_errno(FAULT, host_random_get(C, 65536, 65537));
	assert_ok(host_random_get(C, 65536, 65536));
}

static void
size_times_and_storage_change(void **state)
{
	struct abi_filestat s;
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(host_fd_allocate(C, fd, 10, 90));
	assert_ok(host_fd_filestat_get(C, fd, AT_OUT));
	memcpy(&s, guest(AT_OUT), sizeof s);
	assert_int_equal(s.size, 100);
	assert_ok(host_fd_filestat_set_size(C, fd, 7));
	assert_errno(INVAL, host_fd_filestat_set_size(C, fd, UINT64_MAX));
	assert_ok(host_fd_filestat_set_times(
		C, fd, 1500000001, 7000000002, ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_MTIM));
	assert_errno(INVAL,
		host_fd_filestat_set_times(C, fd, 1, 1, ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_ATIM_NOW));
	assert_ok(stat_path(DIR, "f", 0, &s));
	assert_int_equal(s.size, 7);
	assert_int_equal(s.atim, 1500000001);
	assert_int_equal(s.mtim, 7000000002);
	assert_int_equal(s.filetype, ABI_FILETYPE_REGULAR_FILE);
	assert_int_equal(s.nlink, 1);
	assert_ok(host_path_filestat_set_times(C, DIR, 0, AT_PATH, path_at(AT_PATH, "f"), 5, 0,
		ABI_FSTFLAGS_ATIM | ABI_FSTFLAGS_MTIM_NOW));
	assert_ok(stat_path(DIR, "f", 0, &s));
	assert_int_equal(s.atim, 5);
	assert_true(s.mtim > 7000000002);
	assert_ok(host_fd_advise(C, fd, 0, 0, ABI_ADVICE_WILLNEED));
	assert_errno(INVAL, host_fd_advise(C, fd, 0, 0, 6));
	assert_ok(host_fd_sync(C, fd));
	assert_ok(host_fd_datasync(C, fd));
}

static void
status_flags_follow(void **state)
{
	(void)state;
	mounted();
	uint32_t fd = create("f");
	assert_ok(write_text(fd, "abc"));
	assert_ok(host_fd_seek(C, fd, 0, ABI_WHENCE_SET, AT_OUT));
	assert_int_equal(fdstat(fd).fs_flags, 0);
	assert_ok(host_fd_fdstat_set_flags(C, fd, ABI_FDFLAGS_APPEND));
	assert_int_equal(fdstat(fd).fs_flags, ABI_FDFLAGS_APPEND);
	assert_ok(write_text(fd, "d"));
	assert_content(DIR, "f", "abcd");
	assert_int_equal(fdstat(fd).fs_filetype, ABI_FILETYPE_REGULAR_FILE);
	assert_int_equal(fdstat(DIR).fs_filetype, ABI_FILETYPE_DIRECTORY);
}

static void
pipes_carry_and_end(void **state)
{
	(void)state;
	mounted();
	assert_ok(host_fd_pipe(C, AT_OUT, AT_OUT2));
	assert_ok(write_text(5, "through"));
	assert_string_equal(read_all(4), "through");
	assert_errno(SPIPE, host_fd_seek(C, 4, 0, ABI_WHENCE_CUR, AT_OUT));
	assert_errno(BADF, write_text(4, "x"));
	assert_int_equal(fdstat(4).fs_filetype, ABI_FILETYPE_UNKNOWN);
	assert_ok(host_fd_close(C, 5));
	assert_string_equal(read_all(4), "");
	assert_ok(host_fd_close(C, 4));
	assert_errno(FAULT, host_fd_pipe(C, AT_OUT, 0xffffffffu));
	assert_errno(BADF, host_fd_close(C, 4));
}

static void
event_counters_count(void **state)
{
	uint64_t v = 2;
	(void)state;
	mounted();
	assert_ok(host_fd_event(C, 5, 0, AT_OUT));
	memcpy(guest(AT_BUF), &v, 8);
	iovec_at(8);
	assert_ok(host_fd_write(C, 4, AT_IOV, 1, AT_OUT));
	assert_ok(host_fd_read(C, 4, AT_IOV, 1, AT_OUT));
	memcpy(&v, guest(AT_BUF), 8);
	assert_int_equal(v, 7);
	assert_ok(host_fd_fdstat_set_flags(C, 4, ABI_FDFLAGS_NONBLOCK));
	assert_errno(AGAIN, host_fd_read(C, 4, AT_IOV, 1, AT_OUT));
}

/* --- listings --- */

struct listing {
	char names[400][64];
	uint64_t next[400];
	uint8_t types[400];
	int count;
};

/* Reads a whole directory with buffers of `room` bytes, as libcs do: a cut entry is read again. */
static void
list(uint32_t fd, uint32_t room, struct listing *l)
{
	uint64_t cookie = 0;
	uint32_t used;
	l->count = 0;
	do {
		assert_ok(host_fd_readdir(C, fd, AT_BUF, room, cookie, AT_OUT));
		used = out_u32();
		for (uint32_t at = 0; at + sizeof(struct abi_dirent) <= used;) {
			struct abi_dirent d;
			memcpy(&d, guest(AT_BUF + at), sizeof d);
			at += sizeof d;
			if (at + d.d_namlen > used)
				break;
			memcpy(l->names[l->count], guest(AT_BUF + at), d.d_namlen);
			l->names[l->count][d.d_namlen] = 0;
			l->types[l->count] = d.d_type;
			l->next[l->count++] = cookie = d.d_next;
			at += d.d_namlen;
		}
	} while (used == room);
}

static int
listed(const struct listing *l, const char *name)
{
	int n = 0;
	for (int i = 0; i < l->count; i++)
		n += strcmp(l->names[i], name) == 0;
	return n;
}

static void
listing_is_whole_with_any_buffer(void **state)
{
	static struct listing l;
	char name[64];
	(void)state;
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof name, "in/entry-%d", i);
		host_file(name, "");
	}
	host_directory("in/d");
	host_link("x", "in/l");
	mounted();
	static const uint32_t ROOMS[] = { 60, 100, 1000, 4096, 65536 };
	for (size_t r = 0; r < sizeof ROOMS / sizeof *ROOMS; r++) {
		list(DIR, ROOMS[r], &l);
		assert_int_equal(l.count, 304);
		for (int i = 0; i < 300; i++) {
			snprintf(name, sizeof name, "entry-%d", i);
			assert_int_equal(listed(&l, name), 1);
		}
		assert_int_equal(listed(&l, "."), 1);
		assert_int_equal(listed(&l, ".."), 1);
	}
	for (int i = 0; i < l.count; i++) {
		if (strcmp(l.names[i], "d") == 0)
			assert_int_equal(l.types[i], ABI_FILETYPE_DIRECTORY);
		if (strcmp(l.names[i], "l") == 0)
			assert_int_equal(l.types[i], ABI_FILETYPE_SYMBOLIC_LINK);
	}
}

static void
cookies_stay_good_while_entries_go(void **state)
{
	static struct listing l, rest;
	char name[64];
	(void)state;
	for (int i = 0; i < 50; i++) {
		snprintf(name, sizeof name, "in/e%d", i);
		host_file(name, "");
	}
	mounted();
	list(DIR, 4096, &l);
	for (int i = 0; i < 25; i++) /* what was listed first goes */
		if (l.names[i][0] == 'e') {
			snprintf(name, sizeof name, "in/%s", l.names[i]);
			unlink(host_path(name));
		}
	uint64_t cookie = l.next[24];
	assert_ok(host_fd_readdir(C, DIR, AT_BUF, BUF_SIZE, cookie, AT_OUT));
	rest.count = 0;
	for (uint32_t at = 0; at < out_u32();) {
		struct abi_dirent d;
		memcpy(&d, guest(AT_BUF + at), sizeof d);
		memcpy(rest.names[rest.count++], guest(AT_BUF + at + sizeof d), d.d_namlen);
		at += (uint32_t)sizeof d + d.d_namlen;
	}
	assert_int_equal(rest.count, l.count - 25);
	for (int i = 25; i < l.count; i++)
		assert_int_equal(listed(&rest, l.names[i]), 1);
}

static void
listings_show_mounts(void **state)
{
	static struct listing l;
	(void)state;
	host_directory("in/sub");
	host_file("in/f", "");
	mount_at("in", "/a/b", false);
	mount_at("out", "/a/b/sub", false);
	mount_at("out/secret", "/a/b/file", true);
	start();
	list(ROOT, 60, &l);
	assert_int_equal(l.count, 3);
	assert_int_equal(listed(&l, "a"), 1);
	assert_ok(open_directory(ROOT, "a/b"));
	list(out_u32(), 60, &l);
	assert_int_equal(l.count, 5);
	assert_int_equal(listed(&l, "sub"), 1);
	assert_int_equal(listed(&l, "f"), 1);
	assert_int_equal(listed(&l, "file"), 1);
	assert_ok(open_directory(ROOT, "a"));
	list(out_u32(), 4096, &l);
	assert_int_equal(l.count, 3);
	assert_int_equal(listed(&l, "b"), 1);
}

/* --- waiting --- */

enum { AT_SUBS = 20000, AT_EVENTS = 22000 };

static void
subscribe_clock(int i, uint32_t id, uint64_t timeout, uint16_t flags)
{
	struct abi_subscription s = { .userdata = 100 + (uint64_t)i, .u.tag = ABI_EVENTTYPE_CLOCK };
	s.u.u.clock =
		(struct abi_subscription_clock){ .id = id, .timeout = timeout, .flags = flags };
	memcpy(guest(AT_SUBS + (uint32_t)i * 48), &s, sizeof s);
}

static void
subscribe_fd(int i, abi_eventtype type, uint32_t fd)
{
	struct abi_subscription s = { .userdata = 100 + (uint64_t)i, .u.tag = type };
	s.u.u.fd_read.file_descriptor = fd;
	memcpy(guest(AT_SUBS + (uint32_t)i * 48), &s, sizeof s);
}

static struct abi_event
event(int i)
{
	struct abi_event e;
	memcpy(&e, guest(AT_EVENTS + (uint32_t)i * 32), sizeof e);
	return e;
}

static void
poll_takes_the_earliest_clock(void **state)
{
	(void)state;
	mounted();
	subscribe_clock(0, ABI_CLOCKID_MONOTONIC, 60000000000, 0);
	subscribe_clock(1, ABI_CLOCKID_REALTIME, 2000000, 0);
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 2, AT_OUT));
	assert_int_equal(out_u32(), 1);
	assert_int_equal(event(0).userdata, 101);
	assert_int_equal(event(0).type, ABI_EVENTTYPE_CLOCK);
	subscribe_clock(0, ABI_CLOCKID_REALTIME, 1, ABI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME);
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	assert_int_equal(out_u32(), 1);
	subscribe_clock(0, ABI_CLOCKID_MONOTONIC, 0, 0);
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	subscribe_clock(0, ABI_CLOCKID_PROCESS_CPUTIME_ID, 1, 0);
	assert_errno(INVAL, host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	assert_errno(INVAL, host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 0, AT_OUT));
	assert_errno(INVAL, host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 0x7fffffff, AT_OUT));
	assert_errno(FAULT, host_poll_oneoff(C, 2 * 65536 - 40, AT_EVENTS, 1, AT_OUT));
}

static void
poll_reports_ready_descriptors_before_clocks(void **state)
{
	(void)state;
	mounted();
	assert_ok(host_fd_pipe(C, AT_OUT, AT_OUT2));
	assert_ok(write_text(5, "four"));
	subscribe_clock(0, ABI_CLOCKID_MONOTONIC, 60000000000, 0);
	subscribe_fd(1, ABI_EVENTTYPE_FD_READ, 4);
	subscribe_fd(2, ABI_EVENTTYPE_FD_WRITE, 5);
	subscribe_fd(3, ABI_EVENTTYPE_FD_READ, 77);
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 4, AT_OUT));
	assert_int_equal(out_u32(), 3);
	assert_int_equal(event(0).userdata, 101);
	assert_int_equal(event(0).fd_readwrite.nbytes, 4);
	assert_int_equal(event(1).userdata, 102);
	assert_int_equal(event(2).error, ABI_ERRNO_BADF);
	(void)read_all(4);
	assert_ok(host_fd_close(C, 5));
	subscribe_fd(0, ABI_EVENTTYPE_FD_READ, 4);
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	assert_int_equal(event(0).fd_readwrite.flags, ABI_EVENTRWFLAGS_FD_READWRITE_HANGUP);
	assert_ok(open_create(DIR, "f"));
	assert_ok(write_text(out_u32(), "abc"));
	subscribe_fd(0, ABI_EVENTTYPE_FD_READ, 5);
	assert_ok(host_fd_seek(C, 5, 1, ABI_WHENCE_SET, AT_OUT));
	assert_ok(host_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	assert_int_equal(event(0).fd_readwrite.nbytes, 2);
}

static void
poll_of_preview_0_has_its_own_layout(void **state)
{
	struct abi_subscription_snapshot0 s = { .userdata = 7, .u.tag = ABI_EVENTTYPE_CLOCK };
	(void)state;
	mounted();
	s.u.u.clock.id = ABI_CLOCKID_MONOTONIC;
	s.u.u.clock.timeout = 1000;
	memcpy(guest(AT_SUBS), &s, sizeof s);
	assert_ok(host_unstable_poll_oneoff(C, AT_SUBS, AT_EVENTS, 1, AT_OUT));
	assert_int_equal(event(0).userdata, 7);
}

/* --- the rest --- */

static void
arguments_and_environment_are_copied(void **state)
{
	uint32_t p[2];
	wasix_error err = { 0 };
	(void)state;
	assert_int_equal(wasix_process_arg(F.process, "prog", &err), WASIX_OK);
	assert_int_equal(wasix_process_arg(F.process, "", &err), WASIX_OK);
	assert_int_equal(wasix_process_env(F.process, "A=1", &err), WASIX_OK);
	assert_int_equal(wasix_process_env(F.process, "AB=2", &err), WASIX_OK);
	assert_int_equal(wasix_process_env(F.process, "A=3", &err), WASIX_OK);
	assert_int_equal(wasix_process_env(F.process, "none", &err), WASIX_USAGE);
	mounted();
	assert_ok(host_args_sizes_get(C, AT_OUT, AT_OUT2));
	assert_int_equal(out_u32(), 2);
	assert_int_equal(*(uint32_t *)guest(AT_OUT2), 6);
	assert_ok(host_args_get(C, AT_OUT, AT_BUF));
	memcpy(p, guest(AT_OUT), sizeof p);
	assert_string_equal(guest(p[0]), "prog");
	assert_string_equal(guest(p[1]), "");
	assert_ok(host_environ_sizes_get(C, AT_OUT, AT_OUT2));
	assert_int_equal(out_u32(), 2);
	assert_ok(host_environ_get(C, AT_OUT, AT_BUF));
	memcpy(p, guest(AT_OUT), sizeof p);
	assert_string_equal(guest(p[0]), "AB=2");
	assert_string_equal(guest(p[1]), "A=3");
	assert_errno(FAULT, host_args_get(C, AT_OUT, 2 * 65536 - 3));
}

static void
clocks_and_processors_answer(void **state)
{
	uint64_t t[2];
	(void)state;
	for (uint32_t id = 0; id < 4; id++) {
		assert_ok(host_clock_res_get(C, id, AT_OUT));
		assert_true(out_u32() > 0);
		assert_ok(host_clock_time_get(C, id, 1, AT_OUT));
		memcpy(&t[0], guest(AT_OUT), 8);
		assert_ok(host_clock_time_get(C, id, 1, AT_OUT));
		memcpy(&t[1], guest(AT_OUT), 8);
		assert_true(t[1] >= t[0] && t[0] > 0);
	}
	assert_errno(INVAL, host_clock_time_get(C, 4, 1, AT_OUT));
	assert_ok(host_thread_sleep(C, 1000000));
	assert_ok(host_thread_parallelism(C, AT_OUT));
	assert_true(out_u32() >= 1);
	assert_ok(host_proc_id(C, AT_OUT));
	assert_int_equal(out_u32(), 2); /* 1 stands for what is outside */
	assert_ok(host_sched_yield(C));
}

static void
futex_waits_only_while_the_word_is_equal(void **state)
{
	struct abi_option_timestamp t = { .tag = ABI_OPTION_SOME, .u.some = 1000000 };
	uint32_t word = 5;
	(void)state;
	memcpy(guest(AT_BUF), &word, 4);
	memcpy(guest(AT_OUT2), &t, sizeof t);
	assert_ok(host_futex_wait(C, AT_BUF, 4, AT_OUT2, AT_OUT));
	assert_int_equal(*guest(AT_OUT), 1);
	assert_ok(host_futex_wait(C, AT_BUF, 5, AT_OUT2, AT_OUT));
	assert_int_equal(*guest(AT_OUT), 0);
	assert_ok(host_futex_wake(C, AT_BUF, AT_OUT));
	assert_ok(host_futex_wake_all(C, AT_BUF, AT_OUT));
}

/* In a child, since it closes the test's own stdout. */
static void
closing_stdout_keeps_the_number_and_lets_the_reader_end(void **state)
{
	int host[2];
	char byte;
	(void)state;
	assert_int_equal(pipe(host), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(host[1], 1);
		close(host[0]);
		close(host[1]);
		mounted();
		if (host_fd_close(C, 1) || host_fd_close(C, 1) != ABI_ERRNO_BADF)
			_exit(1);
		uint32_t fd = create("f");
		_exit(fd == 1 && fcntl(1, F_GETFD) >= 0 ? pause() : 2);
	}
	close(host[1]);
	assert_int_equal(read(host[0], &byte, 1), 0); /* the child lives and holds no write end */
	kill(child, SIGKILL);
	int status;
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status));
	close(host[0]);
}

/* In a child, since it replaces the test's own stdin. */
static void
inherited_socket_sends_and_receives(void **state)
{
	int host[2];
	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, host), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(host[0], 0);
		close(host[0]);
		mounted();
		assert_int_equal(fdstat(0).fs_filetype, ABI_FILETYPE_SOCKET_STREAM);
		memcpy(guest(AT_BUF), "ping", 4);
		iovec_at(4);
		assert_ok(host_sock_send(C, 0, AT_IOV, 1, 0, AT_OUT));
		assert_int_equal(out_u32(), 4);
		assert_ok(host_sock_recv(C, 0, AT_IOV, 1, ABI_RIFLAGS_RECV_PEEK, AT_OUT, AT_OUT2));
		assert_ok(host_sock_recv(C, 0, AT_IOV, 1, 0, AT_OUT, AT_OUT2));
		assert_memory_equal(guest(AT_BUF), "pong", 4);
		assert_errno(AGAIN, host_sock_recv(C, 0, AT_IOV, 1, ABI_RIFLAGS_RECV_DONT_WAIT,
					    AT_OUT, AT_OUT2));
		assert_ok(host_sock_shutdown(C, 0, ABI_SDFLAGS_WR));
		assert_errno(INVAL, host_sock_shutdown(C, 0, 4));
		assert_errno(NOTSOCK, host_sock_shutdown(C, DIR, ABI_SDFLAGS_WR));
		_exit(0);
	}
	char text[8];
	close(host[0]);
	assert_int_equal(read(host[1], text, sizeof text), 4);
	assert_memory_equal(text, "ping", 4);
	assert_int_equal(write(host[1], "pong", 4), 4);
	assert_int_equal(read(host[1], text, sizeof text), 0);
	close(host[1]);
	int status;
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

static int notices;
static char notice_text[256];

static void
take_notice(void *env, const char *text)
{
	(void)env;
	notices++;
	snprintf(notice_text, sizeof notice_text, "%s", text);
}

/* The kernel takes -1 for "make one". */
static void
signalfd_of_a_virtual_directory_makes_none(void **state)
{
	const int64_t arguments[EXTENSION_ARGUMENTS] = { FD_ROOT, AT_BUF, 0 };

	(void)state;
	mount_at("in", "/a", false);
	start();
	int lowest = dup(0);
	close(lowest);
	assert_int_equal(host_ext_signalfd4(C, arguments), -EINVAL);
	assert_int_equal(fcntl(lowest, F_GETFD), -1);
}

static void
stubs_and_refusals_are_noted_once(void **state)
{
	struct provider p = process_provider(F.process);
	struct host_import i;
	(void)state;
	notices = 0;
	wasix_process_on_notice(F.process, take_notice, NULL);
	assert_true(p.find(p.self, "wasix_32v1", "context_destroy", &i));
	wasix_errno (*call)(struct wasix_caller *, uint64_t) =
		(wasix_errno (*)(struct wasix_caller *, uint64_t))i.entry;
	assert_errno(NOTSUP, call(C, AT_OUT));
	assert_errno(NOTSUP, call(C, AT_OUT));
	assert_int_equal(notices, 1);
	assert_string_equal(notice_text, "wasix_32v1.context_destroy is not implemented yet");
	assert_true(p.find(p.self, "wasi", "thread-spawn", &i));
	int32_t (*spawn)(struct wasix_caller *, uint32_t) =
		(int32_t (*)(struct wasix_caller *, uint32_t))i.entry;
	assert_int_equal(spawn(C, AT_OUT), -ABI_ERRNO_NOTCAPABLE);
	assert_int_equal(notices, 1);
	process_report_refusals(F.process);
	assert_int_equal(notices, 2);
	assert_non_null(strstr(notice_text, "wasi.thread-spawn was refused"));
	assert_non_null(strstr(notice_text, "--enable-threads"));
	assert_false(p.find(p.self, "wasi", "fd_read", &i));
	assert_false(p.find(p.self, "env", "foo", &i));
	wasix_process_on_notice(F.process, NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		host_test(lowest_free_number_is_given),
		host_test(duplicates_share_the_position),
		host_test(renumber_moves_in_preview_1_and_copies_in_wasix),
		host_test(rights_can_only_be_given_up),
		host_test(opened_one_way_is_a_bad_descriptor_the_other_way),
		host_test(read_past_end_returns_zero),
		host_test(positioned_calls_leave_the_position),
		host_test(buffers_outside_of_memory_are_faults),
		host_test(size_times_and_storage_change),
		host_test(status_flags_follow),
		host_test(pipes_carry_and_end),
		host_test(event_counters_count),
		host_test(listing_is_whole_with_any_buffer),
		host_test(cookies_stay_good_while_entries_go),
		host_test(listings_show_mounts),
		host_test(poll_takes_the_earliest_clock),
		host_test(poll_reports_ready_descriptors_before_clocks),
		host_test(poll_of_preview_0_has_its_own_layout),
		host_test(arguments_and_environment_are_copied),
		host_test(clocks_and_processors_answer),
		host_test(futex_waits_only_while_the_word_is_equal),
		host_test(closing_stdout_keeps_the_number_and_lets_the_reader_end),
		host_test(inherited_socket_sends_and_receives),
		host_test(signalfd_of_a_virtual_directory_makes_none),
		host_test(stubs_and_refusals_are_noted_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
