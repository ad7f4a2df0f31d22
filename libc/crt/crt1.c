/* crt1.c -- the entry point of a command. */

void __wasix_start(void);
void _start(void);

__attribute__((export_name("_start"))) void
_start(void)
{
	__wasix_start();
}
