/* identity.h -- who the program runs as, where the host does not tell. Not root: programs try more
 * when they think they are. */
#ifndef SYS_IDENTITY_H
#define SYS_IDENTITY_H

enum { WASIX_UID = 1000, WASIX_GID = 1000 };

#endif
