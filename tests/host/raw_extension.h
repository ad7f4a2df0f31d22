/* raw_extension.h -- extensions without a libc between, for tests of the host's own answers.
 *
 *	LISTS(epoll_ctl);
 *	int64_t result = RAW(epoll_ctl, set, 1, fd, (uintptr_t)&event);
 */
#ifndef TESTS_HOST_RAW_EXTENSION_H
#define TESTS_HOST_RAW_EXTENSION_H

#include "raw.h"

enum {
#define EXT(number, name, needs, summary, parameters) RAW_##name = number,
#include "../../abi/extensions.def"
};

#define LISTS(name) \
	__asm__(".section .custom_section.wasix.extensions,\"\",@\n\t.asciz \"" #name "\"\n\t.text")

#define RAW(name, ...) \
	raw_extension(RAW_##name, (const int64_t[6]){ __VA_ARGS__ __VA_OPT__(, ) }, \
		sizeof(int64_t[6]))

/* The result, or minus an errno of Linux; INT64_MIN + an errno of the ABI when the host refused the
 * call itself. */
static inline int64_t
raw_extension(uint32_t number, const int64_t *values, uint32_t bytes)
{
	int64_t result = 0;
	uint32_t e = wasix_call_dynamic(0xffff0000 + number, values, bytes, &result, sizeof result, 0);

	return e & 0xffff ? INT64_MIN + (int64_t)(e & 0xffff) : result;
}

#endif
