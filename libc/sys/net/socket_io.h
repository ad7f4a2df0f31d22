/* socket_io.h -- messages as far as the ABI's imports can say them. */
#ifndef SYS_SOCKET_IO_H
#define SYS_SOCKET_IO_H

#include <features.h>
#include <sys/socket.h>

hidden long __wasix_send_by_import(long fd, const struct msghdr *m, long flags);
hidden long __wasix_receive_by_import(long fd, struct msghdr *m, long flags);

#endif
