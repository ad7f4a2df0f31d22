// EXPECT: ok
// NATIVE: no, raw imports
/* callback_signal, and what WASIX's own libcs rely on: signals that are held back, waits that go on, intervals */
#include "../host/raw.h"

static volatile int count, last;

__attribute__((export_name("on_signal"))) void
on_signal(int signo)
{
	last = signo;
	count++;
}

static uint64_t
now(void)
{
	abi_timestamp t;
	preview1_clock_time_get(ABI_CLOCKID_MONOTONIC, 1, &t);
	return t;
}

static uint32_t
wait_ns(uint64_t ns)
{
	struct abi_subscription s = { .u.tag = ABI_EVENTTYPE_CLOCK,
		.u.u.clock = { .id = ABI_CLOCKID_MONOTONIC, .timeout = ns } };
	struct abi_event event;
	abi_usize n;
	return preview1_poll_oneoff(&s, &event, 1, &n);
}

int
main(void)
{
	const uint64_t ms = 1000000;
	struct abi_option_timestamp limit = { .tag = ABI_OPTION_SOME, .u.some = 60 * ms };
	uint32_t word = 0;
	abi_bool woken;
	abi_usize ignored;

	wasix_callback_signal(STRING("on_signal"));
	OK(preview1_proc_raise(ABI_SIGNAL_USR1));
	TRUE(count == 1 && last == ABI_SIGNAL_USR1);

	/* a name that does not exist holds them back; each number waits once */
	wasix_callback_signal(STRING("on_signal_blocked"));
	OK(preview1_proc_raise(ABI_SIGNAL_USR1));
	OK(preview1_proc_raise(ABI_SIGNAL_USR1));
	OK(wasix_thread_signal(0x3fffffff, ABI_SIGNAL_USR2));
	TRUE(count == 1);
	wasix_callback_signal(STRING("on_signal"));
	TRUE(count == 3);

	/* waits go on while handlers run, as long as they should */
	OK(wasix_proc_raise_interval(ABI_SIGNAL_ALRM, 10 * ms, 1));
	uint64_t began = now();
	OK(wait_ns(100 * ms));
	TRUE(now() - began >= 100 * ms && now() - began < 300 * ms);
	TRUE(last == ABI_SIGNAL_ALRM && count >= 6);
	began = now();
	OK(wasix_thread_sleep(50 * ms));
	TRUE(now() - began >= 50 * ms);
	/* futex_wait never fails, and may wake early */
	OK(wasix_futex_wait(&word, 0, &limit, &woken));
	OK(wasix_proc_raise_interval(ABI_SIGNAL_ALRM, 0, 0));

	/* once */
	count = 0;
	OK(wasix_proc_raise_interval(ABI_SIGNAL_ALRM, 5 * ms, 0));
	OK(wait_ns(40 * ms));
	TRUE(count == 1);

	EXPECT(INVAL, preview1_proc_raise(99));
	EXPECT(INVAL, wasix_proc_raise_interval(0, ms, 1));
	OK(preview1_proc_raise(ABI_SIGNAL_NONE));
	OK(preview1_proc_raise(ABI_SIGNAL_CHLD)); /* ignored by default: no entry */
	TRUE(count == 1);
	OK(wasix_proc_signals_sizes_get(&ignored));
	return done();
}
