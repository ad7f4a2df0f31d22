/* cache_key.c -- the name of a module's object in the cache: SHA-256 over all that it depends on.
 *
 *   name = hash(engine key, hash(module bytes))
 *   engine key = hash(version of the contract, the compiler's file, options, processor)
 */
#include "code.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <sys/platform/x86.h>
#include <sys/stat.h>

static void
hash_u64(struct sha256_ctx *hash, uint64_t value)
{
	sha256_update(hash, sizeof value, (const uint8_t *)&value);
}

/* The compiler is identified by its file: one system call, and right for each rebuild. */
static void
hash_compiler(struct sha256_ctx *hash, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return;
	hash_u64(hash, (uint64_t)st.st_size);
	hash_u64(hash, (uint64_t)st.st_mtim.tv_sec);
	hash_u64(hash, (uint64_t)st.st_mtim.tv_nsec);
}

/* From glibc's copy: the cpuid instruction is dear in a virtual machine. */
static void
hash_processor(struct sha256_ctx *hash)
{
	for (unsigned leaf = CPUID_INDEX_1; leaf <= CPUID_INDEX_14_ECX_0; leaf++) {
		const struct cpuid_feature *f = __x86_get_cpuid_feature_leaf(leaf);
		sha256_update(hash, sizeof f->active_array, (const uint8_t *)f->active_array);
		if (leaf == CPUID_INDEX_1) /* family, model, stepping: what LLVM tunes for */
			hash_u64(hash, f->cpuid_array[cpuid_register_index_eax]);
	}
}

static void
engine_key(wasix_engine *engine)
{
	struct sha256_ctx hash;

	sha256_init(&hash);
	hash_u64(&hash, CODE_VERSION);
	hash_compiler(&hash, engine->compiler_path);
	hash_u64(&hash, (uint64_t)engine->options.opt_level);
	hash_processor(&hash);
	sha256_digest(&hash, sizeof engine->key, engine->key);
	engine->has_key = true;
}

static void
module_hash(struct wasix_module *m)
{
	struct sha256_ctx hash;

	sha256_init(&hash);
	sha256_update(&hash, m->len, m->bytes);
	sha256_digest(&hash, sizeof m->hash, m->hash);
	m->has_hash = true;
}

void
cache_name(wasix_engine *engine, struct wasix_module *m, char out[static CACHE_NAME_SIZE])
{
	static const char DIGITS[] = "0123456789abcdef";
	struct sha256_ctx hash;
	uint8_t digest[SHA256_DIGEST_SIZE];

	if (!engine->has_key)
		engine_key(engine);
	if (!m->has_hash)
		module_hash(m);
	sha256_init(&hash);
	sha256_update(&hash, sizeof engine->key, engine->key);
	sha256_update(&hash, sizeof m->hash, m->hash);
	sha256_digest(&hash, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		*out++ = DIGITS[digest[i] >> 4];
		*out++ = DIGITS[digest[i] & 15];
	}
	memcpy(out, ".so", sizeof ".so");
}
