/* iconv.c -- musl's iconv behind a check of EUC-KR input (CVE-2025-26519).
 *
 * musl 1.2.3 takes two-byte sequences of EUC-KR that lie behind the end of its table, and writes
 * what it finds there without a look at the room in the output. musl's file is compiled as it is,
 * under another name; here input in EUC-KR is cut before the first sequence that is not one.
 */
#include <errno.h>
#include <features.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>

hidden size_t __wasix_musl_iconv(
	iconv_t, char **restrict, size_t *restrict, char **restrict, size_t *restrict);

/* A descriptor is (from << 16 | to << 1 | 1), or the address of a structure that starts with it. */
static unsigned
source_charset(iconv_t cd)
{
	uintptr_t code = (uintptr_t)cd;
	if (!(code & 1))
		code = *(const uintptr_t *)cd;
	return (unsigned)(code >> 16);
}

static bool
is_euc_kr(iconv_t cd)
{
	static volatile unsigned euc_kr;
	if (!euc_kr)
		euc_kr = source_charset(iconv_open("UTF-8", "EUC-KR"));
	return source_charset(cd) == euc_kr;
}

/* KS X 1001 proper, or the extension of code page 949: lead bytes up to 0xc6 with a trail byte
 * that is a letter or from 0x81, and of lead byte 0xc6 only up to 'R'. */
static bool
is_pair(unsigned lead, unsigned trail)
{
	if (lead >= 0xa1 && lead <= 0xfd && trail >= 0xa1 && trail <= 0xfe)
		return true;
	if (lead < 0x81 || lead > 0xc6 || (lead == 0xc6 && trail > 'R'))
		return false;
	return (trail >= 'A' && trail <= 'Z') || (trail >= 'a' && trail <= 'z') ||
	       (trail >= 0x81 && trail <= 0xfe);
}

/* Length of the start of the input that is safe; a sequence cut off at the end counts. */
static size_t
safe_length(const unsigned char *p, size_t len)
{
	size_t i = 0;
	while (i < len) {
		if (p[i] < 0x80)
			i++;
		else if (i + 1 == len)
			return len;
		else if (is_pair(p[i], p[i + 1]))
			i += 2;
		else
			break;
	}
	return i;
}

size_t
iconv(iconv_t cd, char **restrict in, size_t *restrict in_left, char **restrict out,
	size_t *restrict out_left)
{
	if (!in || !*in || !is_euc_kr(cd))
		return __wasix_musl_iconv(cd, in, in_left, out, out_left);

	size_t safe = safe_length((const unsigned char *)*in, *in_left);
	size_t rest = *in_left - safe, left = safe;
	size_t r = __wasix_musl_iconv(cd, in, &left, out, out_left);
	*in_left = left + rest;
	if (r == (size_t)-1 || rest == 0)
		return r;
	errno = EILSEQ;
	return (size_t)-1;
}
