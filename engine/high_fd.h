/* high_fd.h -- descriptors that the engine keeps stay out of the guest's way: low numbers are its.
 */
#ifndef ENGINE_HIGH_FD_H
#define ENGINE_HIGH_FD_H

enum { HIGH_FD = 512 };

/* Takes over fd; gives the same file under a number >= HIGH_FD if the process may have one. */
int fd_move_high(int fd);

#endif
