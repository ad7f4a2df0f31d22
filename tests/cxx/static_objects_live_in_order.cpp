// EXIT: 5
// EXPECT: first made
// EXPECT: second made, first is there: 1
// EXPECT: main
// EXPECT: local made
// EXPECT: local again 2
// EXPECT: thread's own made
// EXPECT: leaving
// EXPECT: thread's own gone
// EXPECT: at exit
// EXPECT: local gone
// EXPECT: second gone
// EXPECT: first gone
#include <cstdio>
#include <cstdlib>

struct Says {
	const char *name;
	int uses = 0;
	explicit Says(const char *n, const char *more = "") : name(n) { std::printf("%s made%s", n, more); }
	~Says() { std::printf("%s gone\n", name); }
};

static int ready;
struct First : Says {
	First() : Says("first", "\n") { ready = 1; }
};
static First first;
static Says second("second", ", ");
static int after = std::printf("first is there: %d\n", ready);

static Says &local()
{
	static Says says("local", "\n");
	says.uses++;
	return says;
}

thread_local Says own("thread's own", "\n");

int main()
{
	std::puts("main");
	local();
	std::printf("local again %d\n", local().uses);
	own.uses++;
	std::atexit([] { std::puts("at exit"); });
	std::puts("leaving");
	std::exit(5);
}
