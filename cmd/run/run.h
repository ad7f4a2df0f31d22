/* run.h -- one `wasix run`: what its flags ask for, and the parts that run.c puts together. */
#ifndef CMD_RUN_H
#define CMD_RUN_H

#include "commands.h"
#include "wasix.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct run {
	wasix_process *process;
	wasix_engine_options engine;
	const char *cwd;
	const char *invoke;
	uint64_t max_memory; /* bytes; 0: no limit */
	uint64_t root_bytes; /* 0: the default */
	double timeout_s;    /* 0: none */
	bool no_wall;
	FILE *trace;           /* NULL: not open; may be stderr */
	const char *path;      /* of the module */
	wasix_engine *running; /* what runs it */
};

/* Whether it went well; complains of what did not. */
bool run_accepted(wasix_result result, const wasix_error *err);

/* One flag of run_command, for options_parse; env is the struct run. Complains of bad arguments. */
bool run_take_flag(void *env, int id, const char *argument);
/* Closes what --trace opened, and complains of what could not be written. */
void run_end_trace(struct run *r);

/* --invoke: calls the export with the words after the module, and prints its results a line each; a
 * reactor is initialised before. WASIX_USAGE where there is no such function or the words do not
 * fit it. */
wasix_result run_invoke(wasix_instance *instance, const wasix_module *module, const char *name,
	int argc, char **argv, wasix_error *err);
/* The text of a WASIX_USAGE for a module that has no _start, with what --invoke may call. */
wasix_result run_explain_no_command(const wasix_module *module, wasix_error *err);

#endif
