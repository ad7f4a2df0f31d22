/* toolchain.h -- where the programs and files are that compile C. */
#ifndef CMD_TOOLCHAIN_H
#define CMD_TOOLCHAIN_H

/* Path of LLVM's program ("clang", "wasm-ld", "llvm-ar"): for clang what WASIX_CLANG says; else
 * NAME-22 in PATH; else in Debian's directory for LLVM, whether or not it is there. Never freed. */
const char *toolchain_program(const char *name);

/* Path of a program that an environment variable may name, by a path or a name in PATH; else `name`
 * in PATH. Never freed; NULL if PATH has none. */
const char *toolchain_named_by(const char *variable, const char *name);

/* What WASIX_SYSROOT says, else ../lib/wasix/sysroot from the directory of the running program, so
 * that the tree may be moved. Never freed; NULL if the program cannot be located. */
const char *toolchain_sysroot(void);

/* A file beside the running program's directory: "../lib/wasix/wasix-compile". Likewise. */
const char *toolchain_beside(const char *relative);

#endif
