/* rust.h -- where Rust is: the compiler, its sources, and the standard library for WASIX that
 * `cargo wasix self install` built of them.
 *
 * The latter is a tree below the user's data directory, DATA/wasix/rust/KEY, that rustc takes for
 * its own (--sysroot), with a link DATA/wasix/rust/current to the newest:
 *
 *	toolchain                              which compiler it belongs to (struct rust)
 *	lib/rustlib/wasm32-wasmer-wasi/        target.json, lib/ *.rlib
 *	lib/rustlib/HOST                       a link: the compiler's own libraries, for build
 * scripts libc/                                  the crate libc as std uses it, for older versions
 * of it
 */
#ifndef CMD_RUST_H
#define CMD_RUST_H

#include <stdbool.h>

#define RUST_TARGET "wasm32-wasmer-wasi"

struct rust {
	const char *rustc, *cargo, *rustdoc; /* paths */
	const char *release;                 /* "1.96.0" */
	const char *host;                    /* "x86_64-unknown-linux-gnu" */
	const char *sysroot;                 /* the compiler's own */
	const char *stamp;                   /* changes with the compiler */
	const char *root;                    /* the tree */
};

/* One line on stderr. */
void rust_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* DATA/wasix/rust */
const char *rust_data(void);

/* The compiler that WASIX_RUSTC names, else the first rustc in PATH that has its sources, else the
 * first. False after one line if there is none. root is not set. */
bool rust_find_compiler(struct rust *out);

/* Its library/ directory, or NULL after one line: there are no sources, or of another version. */
const char *rust_find_sources(const struct rust *rust);

/* What was installed last, if it is what can be used: its compiler has not changed, and is what
 * WASIX_RUSTC names. Else false after one line. */
bool rust_installed(struct rust *out);

/* Writes and reads ROOT/toolchain. */
bool rust_read(const char *root, struct rust *out);
bool rust_record(const struct rust *rust, const char *root);

/* What rust_record has to say of the compiler file: size and time. NULL: no such file. */
const char *rust_stamp(const char *rustc);

/* --- edits: rust_edit.c --- */

enum rust_tree { RUST_LIBRARY, RUST_LIBC, RUST_TREES };

/* Makes the edits of a tree that lies in a directory. False after one line, if a place is not
 * found exactly as often as the table says. */
bool rust_edit(enum rust_tree tree, const char *directory, const char *version);

/* All of the table, for keys. Never freed. */
const char *rust_edits_text(void);

/* --- the commands that are reached through cargo --- */

int rust_install(bool again);
int rust_uninstall(void);

#endif
