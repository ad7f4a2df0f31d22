/* cc_input.h -- files that the linker would call of unknown type. */
#ifndef CMD_CC_INPUT_H
#define CMD_CC_INPUT_H

/* A line on stderr where the file is native: what it is and what to do. The linker refuses it. */
void cc_input_explain(const char *name, const char *file);

#endif
