/* table.h -- text that fits the terminal. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include <stddef.h>

/* Columns of the terminal that standard output is; 80 where it is none, never less than 40. */
size_t table_columns(void);

/* Prints a text that starts at column `at` of the current line, broken between words so that no
 * line is longer than the terminal; further lines begin with indent spaces. Ends the line. */
void table_wrap(size_t at, size_t indent, const char *text);
void table_wrap_format(size_t at, size_t indent, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
