// RUN: --dir=. --volume=../guest.wasm:/bin/self:ro --env=A=1
// NATIVE: no, the imports themselves
// EXPECT: spawn2 with 'x y'..'' B=2
// EXPECT: spawn3 with 'a\nb'..'' A=1
// EXPECT: spawn piped: 12
// EXPECT: exec3 in vfork with 'v'..'' A=1
// EXPECT: exec4 with 'p'..'' C=
// EXPECT: exec2 with 'q'..'' D=4
// EXPECT: ok
/* Roles are told by the first argument; each says what it was given. */
#include "../host/raw.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

#define NAME "/bin/self"
#define TEXT(s) s, sizeof(s) - 1

static int
exit_code(abi_pid pid)
{
	struct abi_option_pid who = { .tag = ABI_OPTION_SOME };
	struct abi_join_status s;
	who.u.some = pid;
	OK(wasix_proc_join(&who, 0, &s));
	TRUE(who.tag == ABI_OPTION_SOME && who.u.some == pid);
	if (s.tag == ABI_JOIN_STATUS_TYPE_EXIT_SIGNAL)
		return 1000 + s.u.exit_signal.signal;
	TRUE(s.tag == ABI_JOIN_STATUS_TYPE_EXIT_NORMAL);
	return s.u.exit_normal;
}

static int
role(int argc, char **argv)
{
	if (strcmp(argv[1], "twelve") == 0)
		return write(1, "12", 2) == 2 ? 12 : 1;
	if (strcmp(argv[1], "seek") == 0) /* the parent's descriptors: 5 was closed, 6 is a copy */
		return (lseek(5, 0, SEEK_CUR) < 0) | (lseek(6, 0, SEEK_CUR) == 2) << 1 | (access("in-d", F_OK) == 0) << 2;
	printf("%s with '%s'..'%s' %s\n", argv[1], argv[2], argv[argc - 1], environ[0] ? environ[0] : "");
	return 3;
}

static void
spawn_rows(void)
{
	struct abi_signal_disposition none[1];
	abi_pid pid, other;

	/* the last string is empty; CR is no end */
	OK(wasix_proc_spawn2(TEXT(NAME), TEXT("s\nspawn2\nx y\n\n"), TEXT("B=2\n"), NULL, 0, none, 0, 0, NULL, 0, &pid));
	TRUE(exit_code(pid) == 3);
	abi_ptr args[] = { (abi_ptr)(uintptr_t) "s", (abi_ptr)(uintptr_t) "spawn3", (abi_ptr)(uintptr_t) "a\\nb", (abi_ptr)(uintptr_t) "" };
	OK(wasix_proc_spawn3(TEXT("self"), args, 4, NULL, 0, NULL, 0, NULL, 0, 1, TEXT("/no:/bin"), &pid));
	TRUE(exit_code(pid) == 3);
	EXPECT(NOEXEC, wasix_proc_spawn2(TEXT("absent"), TEXT("s\n"), NULL, 0, NULL, 0, none, 0, 1, NULL, 0, &other));
	EXPECT(NOENT, wasix_proc_spawn2(TEXT("./absent"), TEXT("s\n"), NULL, 0, NULL, 0, none, 0, 0, NULL, 0, &other));
	EXPECT(FAULT, wasix_proc_spawn2(TEXT(NAME), TEXT("s\n"), NULL, 0, NULL, 0, none, 0, 0, NULL, 0, (void *)0xfffffff0));
}

static void
operations(void)
{
	FILE *f = fopen("f", "w");
	fputs("0123", f);
	fclose(f);
	TRUE(mkdir("d", 0755) == 0);
	fclose(fopen("d/in-d", "w"));
	int five = dup2(open("f", 0), 5);
	lseek(five, 2, SEEK_SET);
	struct abi_spawn_fd_op ops[] = {
		{ .cmd = ABI_SPAWN_FD_OP_NAME_DUP2, .src_fd = 5, .fd = 6 },
		{ .cmd = ABI_SPAWN_FD_OP_NAME_CLOSE, .fd = 5 },
		{ .cmd = ABI_SPAWN_FD_OP_NAME_CHDIR, .path = (abi_ptr)(uintptr_t) "d", .path_len = 1 },
	};
	abi_pid pid;
	OK(wasix_proc_spawn2(TEXT(NAME), TEXT("s\nseek\n"), NULL, 0, ops, 3, NULL, 0, 0, NULL, 0, &pid));
	TRUE(exit_code(pid) == 7);
	ops[0].src_fd = 99;
	EXPECT(BADF, wasix_proc_spawn2(TEXT(NAME), TEXT("s\nseek\n"), NULL, 0, ops, 3, NULL, 0, 0, NULL, 0, &pid));
	ops[0].cmd = 9;
	EXPECT(INVAL, wasix_proc_spawn2(TEXT(NAME), TEXT("s\nseek\n"), NULL, 0, ops, 3, NULL, 0, 0, NULL, 0, &pid));
	close(five);
}

static void
old_spawn(void)
{
	struct abi_process_handles h;
	char text[8] = "";
	TRUE(wasix_proc_spawn(TEXT(NAME), 1, TEXT("s\n"), NULL, 0, ABI_STDIO_MODE_NULL, ABI_STDIO_MODE_NULL, ABI_STDIO_MODE_INHERIT, NULL, 0, &h) == ABI_ERRNO_NOTSUP);
	TRUE(wasix_proc_spawn(TEXT(NAME), 0, TEXT("s\n"), TEXT("/only/this"), ABI_STDIO_MODE_NULL, ABI_STDIO_MODE_NULL, ABI_STDIO_MODE_INHERIT, NULL, 0, &h) == ABI_ERRNO_NOTSUP);
	OK(wasix_proc_spawn(TEXT(NAME), 0, TEXT("s\ntwelve\n"), NULL, 0, ABI_STDIO_MODE_NULL, ABI_STDIO_MODE_PIPED, ABI_STDIO_MODE_INHERIT, NULL, 0, &h));
	TRUE(h.std_in.tag == ABI_OPTION_NONE && h.std_out.tag == ABI_OPTION_SOME && h.std_err.tag == ABI_OPTION_NONE);
	TRUE(read((int)h.std_out.u.some, text, 7) == 2 && read((int)h.std_out.u.some, text + 2, 5) == 0);
	close((int)h.std_out.u.some);
	printf("spawn piped: %s\n", text);
	TRUE(exit_code(h.pid) == 12);
}

/* The host's state is the child's until it execs or exits; memory stays. */
static void
vfork_rows(void)
{
	abi_pid self, child, seen;
	int copy = dup(1);

	OK(wasix_proc_id(&self));
	OK(wasix_proc_fork_env(&child));
	OK(wasix_proc_id(&seen));
	TRUE(seen == child && child != self);
	EXPECT(NOTSUP, wasix_proc_fork_env(&seen));
	close(copy);
	EXPECT(NOENT, wasix_proc_exec3(TEXT("/absent"), TEXT("s\n"), NULL, 0, 0, NULL, 0));
	OK(wasix_proc_exec3(TEXT(NAME), TEXT("s\nexec3 in vfork\nv\n\n"), NULL, 0, 0, NULL, 0));
	TRUE(lseek(copy, 0, SEEK_CUR) >= 0 || fcntl(copy, F_GETFD) >= 0); /* closed in the child only */
	OK(wasix_proc_id(&seen));
	TRUE(seen == self && exit_code(child) == 3);

	OK(wasix_proc_fork_env(&child));
	wasix_proc_exit2(9);
	TRUE(exit_code(child) == 9);
	close(copy);
}

static void
exec_rows(void)
{
	abi_ptr args[] = { (abi_ptr)(uintptr_t) "s", (abi_ptr)(uintptr_t) "exec4", (abi_ptr)(uintptr_t) "p", (abi_ptr)(uintptr_t) "" };
	abi_ptr env[] = { (abi_ptr)(uintptr_t) "C=" };
	abi_pid pid;

	OK(wasix_proc_fork(1, &pid));
	if (pid == 0) {
		wasix_proc_exec4(TEXT("self"), args, 4, env, 1, 1, TEXT("/bin"));
		_exit(1);
	}
	TRUE(exit_code(pid) == 3);
	OK(wasix_proc_fork(0, &pid));
	if (pid == 0)
		wasix_proc_exec2(TEXT(NAME), TEXT("s\nexec2\nq\n\n"), TEXT("D=4\n"));
	TRUE(exit_code(pid) == 3);
	OK(wasix_proc_fork(1, &pid));
	if (pid == 0)
		wasix_proc_exec(TEXT("/absent"), TEXT("s\n"));
	TRUE(exit_code(pid) == ABI_ERRNO_NOENT); /* cannot return */
}

static void
join_without_children(void)
{
	struct abi_option_pid who = { .tag = ABI_OPTION_NONE };
	struct abi_join_status s;
	abi_pid pid;

	EXPECT(CHILD, wasix_proc_join(&who, 0, &s));
	TRUE(who.tag == ABI_OPTION_NONE && s.tag == ABI_JOIN_STATUS_TYPE_NOTHING);
	OK(wasix_proc_fork(1, &pid));
	if (pid == 0)
		for (;;)
			pause();
	OK(wasix_proc_join(&who, ABI_JOIN_FLAGS_NON_BLOCKING, &s));
	TRUE(who.tag == ABI_OPTION_SOME && who.u.some == 0 && s.tag == ABI_JOIN_STATUS_TYPE_NOTHING);
	OK(wasix_proc_signal(pid, ABI_SIGNAL_KILL));
	TRUE(exit_code(pid) == 1009);
}

int
main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc > 1)
		return role(argc, argv);
	spawn_rows();
	operations();
	old_spawn();
	vfork_rows();
	exec_rows();
	join_without_children();
	return done();
}
