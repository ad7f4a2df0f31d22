/* crt1.c -- the entry point of a command.
 *
 * C programs call functions through pointers of other types, which works natively where the callee
 * ignores what it is passed. The section asks the runtime for the same; hosts that do not know it
 * trap.
 */

__asm__(".section .custom_section.wasix.casts,\"\",@\n\t"
	".ascii \"calls\"\n\t"
	".text");

void __wasix_start(void);
void _start(void);

__attribute__((export_name("_start"))) void
_start(void)
{
	__wasix_start();
}
