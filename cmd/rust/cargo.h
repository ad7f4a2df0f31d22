/* cargo.h -- cargo for the target, and what it runs programs with. */
#ifndef CMD_CARGO_H
#define CMD_CARGO_H

#define CARGO_TOOL  "cargo-wasix"
#define RUNNER_TOOL "wasix-cargo-runner"

/* From cargo-wasix to the runner, through cargo: flags of wasix run, a line each; and "test" where
 * the program is a test or benchmark of a package. */
#define RUNNER_FLAGS "WASIX_CARGO_RUN_FLAGS"
#define RUNNER_MODE  "WASIX_CARGO_MODE"

int cargo_main(int argc, char **argv);

/* argv: RUNNER MODULE ARGUMENT... */
int cargo_runner_main(int argc, char **argv);

#endif
