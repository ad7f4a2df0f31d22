/* crt1_reactor.c -- the entry point of a module without main, whose exports are called:
 * -mexec-model=reactor. */

void __wasix_initialize(void);
void _initialize(void);

__attribute__((export_name("_initialize"))) void
_initialize(void)
{
	static int called;

	if (called)
		__builtin_trap();
	called = 1;
	__wasix_initialize();
}
