// alarm, setitimer, timer_create: one-shot and periodic, what is left, overruns, inheritance.
// EXPECT: alarm 1 left 10
// EXPECT: itimer ticks 1, interval 10000 rest 1, old 1
// EXPECT: virtual 1
// EXPECT: timer_create value 1234, signo 36 code -2 id 1
// EXPECT: none left 1
// EXPECT: overrun 1
// EXPECT: default signal 14
// EXPECT: absolute 1
// EXPECT: bad: clock 22, timer 22, signal 22, time 22
// EXPECT: child has no timer, alarm 0
// EXPECT: two timers 1 1
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t ran;
static siginfo_t last;

static void
note(int signal, siginfo_t *info, void *context)
{
	last = *info;
	ran++;
}

static void
handle(int signal)
{
	struct sigaction action = { .sa_sigaction = note, .sa_flags = SA_SIGINFO };
	sigaction(signal, &action, NULL);
	ran = 0;
}

static void
itimers(void)
{
	struct itimerval t = { .it_value = { 0, 10000 }, .it_interval = { 0, 10000 } }, now, old;

	handle(SIGALRM);
	alarm(10);
	unsigned left = alarm(1);
	double work = 0;
	while (ran == 0)
		usleep(500);
	printf("alarm %d left %u\n", ran, left);
	ran = 0;
	setitimer(ITIMER_REAL, &t, NULL);
	while (ran < 5)
		usleep(500);
	getitimer(ITIMER_REAL, &now);
	memset(&t, 0, sizeof t);
	setitimer(ITIMER_REAL, &t, &old);
	printf("itimer ticks %d, interval %ld rest %d, old %d\n", ran >= 5, (long)now.it_interval.tv_usec,
		now.it_value.tv_usec > 0 && now.it_value.tv_usec <= 10000, old.it_interval.tv_usec == 10000);
	handle(SIGVTALRM);
	t.it_value.tv_usec = 5000;
	setitimer(ITIMER_VIRTUAL, &t, NULL);
	while (ran == 0)
		work += 1;
	printf("virtual %d\n", ran == 1 && work > 0);
}

static void
arm(timer_t timer, long first_ns, long then_ns)
{
	struct itimerspec t = { .it_value = { 0, first_ns }, .it_interval = { 0, then_ns } };
	timer_settime(timer, 0, &t, NULL);
}

static void
numbered(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = 36, .sigev_value.sival_int = 1234 };
	struct itimerspec now;
	timer_t timer, none;
	sigset_t set;

	handle(36);
	timer_create(CLOCK_MONOTONIC, &event, &timer);
	arm(timer, 5000000, 0);
	while (ran == 0)
		usleep(500);
	printf("timer_create value %d, signo %d code %d id %d\n", last.si_value.sival_int, last.si_signo, last.si_code,
		last.si_timerid == (int)(long)timer);
	event.sigev_notify = SIGEV_NONE;
	timer_create(CLOCK_REALTIME, &event, &none);
	arm(none, 900000000, 0);
	timer_gettime(none, &now);
	printf("none left %d\n", now.it_value.tv_nsec > 500000000 && now.it_value.tv_nsec <= 900000000);
	timer_delete(none);

	sigemptyset(&set);
	sigaddset(&set, 36);
	sigprocmask(SIG_BLOCK, &set, NULL);
	arm(timer, 1000000, 1000000);
	usleep(30000);
	ran = 0;
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	printf("overrun %d\n", ran >= 1 && last.si_overrun >= 10 && timer_getoverrun(timer) >= 0);
	timer_delete(timer);

	handle(SIGALRM);
	timer_create(CLOCK_MONOTONIC, NULL, &timer);
	arm(timer, 2000000, 0);
	while (ran == 0)
		usleep(500);
	printf("default signal %d\n", last.si_signo);
	ran = 0;
	clock_gettime(CLOCK_MONOTONIC, &now.it_value);
	now.it_value.tv_nsec += 5000000;
	if (now.it_value.tv_nsec >= 1000000000)
		now.it_value.tv_nsec -= 1000000000, now.it_value.tv_sec++;
	now.it_interval = (struct timespec){ 0, 0 };
	timer_settime(timer, TIMER_ABSTIME, &now, NULL);
	while (ran == 0)
		usleep(500);
	printf("absolute %d\n", ran);
	timer_delete(timer);
}

static int
error_of(int result)
{
	return result < 0 ? errno : 0;
}

static void
bad(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99 };
	struct itimerspec t = { .it_value = { 0, 1000000000 } };
	timer_t timer, good;

	timer_create(CLOCK_MONOTONIC, NULL, &good);
	printf("bad: clock %d, ", error_of(timer_create(77, NULL, &timer)));
	timer_delete(good);
	event.sigev_signo = 36;
	timer_create(CLOCK_MONOTONIC, &event, &good);
	event.sigev_signo = 99;
	printf("timer %d, signal %d, time %d\n", error_of(timer_create(-1, NULL, &timer)),
		error_of(timer_create(CLOCK_MONOTONIC, &event, &timer)), error_of(timer_settime(good, 0, &t, NULL)));
	timer_delete(good);
}

int
main(void)
{
	timer_t one, two;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };

	itimers();
	numbered();
	bad();
	alarm(100);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		printf("child has no timer, alarm %u\n", alarm(0));
		return 0;
	}
	waitpid(pid, NULL, 0);
	alarm(0);
	handle(SIGUSR1);
	timer_create(CLOCK_MONOTONIC, &event, &one);
	event.sigev_signo = SIGUSR2;
	handle(SIGUSR2);
	timer_create(CLOCK_MONOTONIC, &event, &two);
	arm(one, 1000000, 0);
	while (ran < 1)
		usleep(500);
	int first = last.si_signo == SIGUSR1;
	arm(two, 1000000, 0);
	while (ran < 2)
		usleep(500);
	printf("two timers %d %d\n", first, last.si_signo == SIGUSR2);
}
