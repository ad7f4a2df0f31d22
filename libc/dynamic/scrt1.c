/* scrt1.c -- what each library has of its own: its thread-local variables, for threads that begin
 * after it was loaded (hosts that do not make them without asking call this there), and calls
 * through pointers of another type, as in programs (crt/crt1.c). */
#include <stddef.h>
#include <stdint.h>

__asm__(".section .custom_section.wasix.casts,\"\",@\n\t"
	".ascii \"calls\"\n\t"
	".text");

extern void *__wasix_library_block(size_t size, size_t align);
extern void __wasm_init_tls(void *);
uintptr_t __wasix_init_tls(void);

__attribute__((export_name("__wasix_init_tls"))) uintptr_t
__wasix_init_tls(void)
{
	size_t align = __builtin_wasm_tls_align(), size = __builtin_wasm_tls_size();

	if (size == 0)
		return 0;
	if (align < 16)
		align = 16;
	void *block = __wasix_library_block(size, align);
	if (!block)
		__builtin_trap();
	__wasm_init_tls(block);
	return (uintptr_t)block;
}
