/* rustc.h -- the compiler as cargo calls it. */
#ifndef CMD_RUSTC_H
#define CMD_RUSTC_H

#define RUSTC_TOOL   "wasix-rustc"
#define RUSTDOC_TOOL "wasix-rustdoc"

/* tool: which of the names it was called by. */
int rustc_main(int argc, char **argv, const char *tool);

#endif
