/* digest.c -- a short name for what something was made of. */
#include "digest.h"

#include "cc_args.h"

#include <nettle/sha2.h>
#include <string.h>

const char *
digest_texts(const char *const *texts)
{
	enum { BYTES_SHOWN = 8 };
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	const char *hex = "";

	sha256_init(&context);
	for (; *texts; texts++)
		sha256_update(&context, strlen(*texts) + 1, (const uint8_t *)*texts);
	sha256_digest(&context, sizeof digest, digest);
	for (size_t i = 0; i < BYTES_SHOWN; i++)
		hex = args_format("%s%02x", hex, digest[i]);
	return hex;
}
