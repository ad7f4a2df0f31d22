/* test_host_sock.c -- names of Unix sockets at their longest. */
#include "host_fixture.h"

#include "extension.h"

#include <sys/socket.h>
#include <sys/un.h>

enum { PATH_MOST = sizeof((struct sockaddr_un){ 0 }.sun_path), MARK = 0x5a };

static void
longest_name_fits_the_imports_address(void **state)
{
	const int64_t socket[EXTENSION_ARGUMENTS] = { AF_UNIX, SOCK_DGRAM, 0 };
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	(void)state;
	mount_at("in", "/", false);
	start();
	int64_t fd = host_ext_socket(C, socket);
	assert_true(fd >= 0);
	memset(name.sun_path, 'n', PATH_MOST); /* without a NUL, as Linux takes it */
	memcpy(guest(AT_BUF), &name, sizeof name);
	const int64_t bind[EXTENSION_ARGUMENTS] = { fd, AT_BUF, sizeof name };
	assert_int_equal(host_ext_bind(C, bind), 0);
	memset(guest(AT_OUT), MARK, 2 * sizeof(struct abi_addr_port));
	assert_ok(host_sock_addr_local(C, (uint32_t)fd, AT_OUT));
	assert_int_equal(guest(AT_OUT)[0], ABI_ADDRESS_FAMILY_UNIX);
	assert_memory_equal(guest(AT_OUT + 2), name.sun_path, PATH_MOST);
	assert_int_equal(guest(AT_OUT)[2 + PATH_MOST], MARK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		host_test(longest_name_fits_the_imports_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
