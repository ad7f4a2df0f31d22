/* The rules of --net: what is malformed, what matches, and that no text does harm. */
#include "net_rules.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct net_rules *
rules_of(const char *text)
{
	struct net_rules *rules = NULL;
	char error[200];

	if (!net_rules_add(&rules, text, error, sizeof error))
		fail_msg("%s: %s", text, error);
	return rules;
}

static struct net_address
address_of(const char *text, uint16_t port)
{
	struct net_address a = { .len = strchr(text, ':') ? 16 : 4, .port = port };

	if (inet_pton(a.len == 4 ? AF_INET : AF_INET6, text, a.bytes) != 1)
		fail_msg("%s", text);
	return a;
}

static void
check(const char *rules, enum net_way way, const char *address, uint16_t port, bool want)
{
	struct net_rules *r = rules_of(rules);
	struct net_address a = address_of(address, port);

	if (net_rules_allow(r, way, &a) != want)
		fail_msg("%s: %s %s:%u", rules, way == NET_IN ? "in" : "out", address, port);
	net_rules_delete(r);
}

static void
check_name(const char *rules, const char *name, bool want)
{
	struct net_rules *r = rules_of(rules);

	if (net_rules_allow_name(r, name) != want)
		fail_msg("%s: %s", rules, name);
	net_rules_delete(r);
}

static void
malformed_rules_are_told(void **state)
{
	static const char *const TEXTS[] = { "", ",", "dns", "dns:", "dns:allow",
		"dns:allow=", "dns:alow=x", "ipv5:allow=1.2.3.4", "ipv4:allow=1.2.3",
		"ipv4:allow=1.2.3.4.5", "ipv4:allow=1.2.3.4/33", "ipv4:allow=1.2.3.4/",
		"ipv4:allow=1.2.3.4:", "ipv4:allow=1.2.3.4:x", "ipv4:allow=1.2.3.4:65536",
		"ipv4:allow=1.2.3.4:90-80", "ipv4:allow=1.2.3.4:80-", "ipv4:allow=1.2.3.4:-80",
		"ipv4:allow=1.2.3.4:80/up", "ipv4:allow=1.2.3.4:80/in/out", "ipv4:allow=::1",
		"ipv4:allow={1.2.3.4", "ipv4:allow={}", "ipv4:allow={1.2.3.4,}",
		"ipv4:allow=1.2.3.4:{80,}", "ipv6:allow=::1", "ipv6:allow=[::1",
		"ipv6:allow=[::1]x", "ipv6:allow=[::1/129]", "ipv6:allow=[1.2.3.4]",
		"ipv6:allow=[]", "dns:allow=*.", "dns:allow=*x.com", "dns:allow=a..b",
		"dns:allow=a b", "dns:allow=.com", "dns:allow=x.*", "ipv4:allow=*,",
		"ipv4:allow=*,dns", "IPV4:allow=*", " ipv4:allow=*" };
	char error[200];

	(void)state;
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		struct net_rules *rules = NULL;
		if (net_rules_add(&rules, TEXTS[i], error, sizeof error) || rules)
			fail_msg("'%s' was taken", TEXTS[i]);
		assert_non_null(strstr(error, "--net rule '"));
	}
}

static void
nothing_is_added_of_a_text_with_an_error(void **state)
{
	struct net_rules *rules = rules_of("ipv4:allow=10.0.0.0/8");
	struct net_address a = address_of("1.2.3.4", 80);
	char error[200];

	(void)state;
	assert_false(net_rules_add(&rules, "ipv4:allow=*,ipv4:x", error, sizeof error));
	assert_false(net_rules_allow(rules, NET_OUT, &a));
	assert_true(net_rules_add(&rules, "ipv4:allow=*", error, sizeof error));
	assert_true(net_rules_allow(rules, NET_OUT, &a));
	net_rules_delete(rules);
}

static void
nets_ports_and_directions_match(void **state)
{
	(void)state;
	check("ipv4:allow=127.0.0.1/8:80/in", NET_IN, "127.9.9.9", 80, true);
	check("ipv4:allow=127.0.0.1/8:80/in", NET_OUT, "127.9.9.9", 80, false);
	check("ipv4:allow=127.0.0.1/8:80/in", NET_IN, "127.9.9.9", 81, false);
	check("ipv4:allow=127.0.0.1/8:80/in", NET_IN, "128.0.0.1", 80, false);
	check("ipv4:allow=127.0.0.1/8:80/in", NET_IN, "0.0.0.0", 80, false);
	check("ipv4:allow=10.1.2.3", NET_OUT, "10.1.2.3", 1, true);
	check("ipv4:allow=10.1.2.3", NET_OUT, "10.1.2.2", 1, false);
	check("ipv4:allow=10.1.2.128/25", NET_OUT, "10.1.2.255", 1, true);
	check("ipv4:allow=10.1.2.128/25", NET_OUT, "10.1.2.127", 1, false);
	check("ipv4:allow=0.0.0.0/0", NET_OUT, "8.8.8.8", 1, true);
	check("ipv4:allow=*:8000-8999", NET_OUT, "8.8.8.8", 8000, true);
	check("ipv4:allow=*:8000-8999", NET_OUT, "8.8.8.8", 9000, false);
	check("ipv4:allow=*:{80,443}/out", NET_OUT, "8.8.8.8", 443, true);
	check("ipv4:allow=*:{80,443}/out", NET_OUT, "8.8.8.8", 81, false);
	check("ipv4:allow=*:*", NET_OUT, "8.8.8.8", 81, true);
	check("ipv4:allow={1.1.1.1,2.2.0.0/16}:53", NET_OUT, "2.2.3.4", 53, true);
	check("ipv4:allow={1.1.1.1,2.2.0.0/16}:53", NET_OUT, "1.1.1.2", 53, false);
	check("ipv4:allow=*", NET_OUT, "::1", 81, false);
	check("ipv6:allow=[::1]:80/out", NET_OUT, "::1", 80, true);
	check("ipv6:allow=[::1]:80/out", NET_OUT, "::2", 80, false);
	check("ipv6:allow=[fd00::/8]", NET_OUT, "fd12::1", 80, true);
	check("ipv6:allow=[fd00::]/8", NET_OUT, "fd12::1", 80, true);
	check("ipv6:allow=[fd00::]/8:80/in", NET_OUT, "fd12::1", 80, false);
	check("ipv6:allow=*", NET_IN, "::", 80, true);
}

static void
what_is_denied_stays_denied(void **state)
{
	(void)state;
	check("ipv4:allow=*,ipv4:deny=10.0.0.0/8", NET_OUT, "10.0.0.1", 80, false);
	check("ipv4:deny=10.0.0.0/8,ipv4:allow=*", NET_OUT, "10.0.0.1", 80, false);
	check("ipv4:deny=10.0.0.0/8,ipv4:allow=*", NET_OUT, "11.0.0.1", 80, true);
	check("ipv4:deny=10.0.0.0/8:22,ipv4:allow=*", NET_OUT, "10.0.0.1", 80, true);
	check("dns:allow=*", NET_OUT, "10.0.0.1", 80, false);
	check("ipv4:deny=1.1.1.1", NET_OUT, "2.2.2.2", 80, false);
}

static void
disguises_are_seen_through(void **state)
{
	(void)state;
	check("ipv4:allow=127.0.0.1", NET_OUT, "::ffff:127.0.0.1", 80, true);
	check("ipv6:allow=*", NET_OUT, "::ffff:127.0.0.1", 80, false);
	check("ipv6:allow=*,ipv4:deny=*", NET_OUT, "::ffff:10.0.0.1", 80, false);
	check("ipv6:allow=*", NET_OUT, "64:ff9b::a9fe:a9fe", 80, false);
	check("ipv4:allow=*,ipv4:deny=127.0.0.0/8", NET_OUT, "0.0.0.0", 80, false);
	check("ipv6:allow=*,ipv6:deny=[::1]", NET_OUT, "::", 80, false);
	check("ipv4:allow=*", NET_OUT, "169.254.169.254", 80, false);
	check("ipv4:allow=0.0.0.0/0", NET_OUT, "169.254.169.254", 80, false);
	check("ipv4:allow=169.0.0.0/8", NET_OUT, "169.254.169.254", 80, false);
	check("ipv4:allow=169.254.0.0/16", NET_OUT, "169.254.169.254", 80, true);
	check("ipv4:allow=169.254.169.254:80", NET_OUT, "169.254.169.254", 80, true);
	check("ipv4:allow=169.254.169.254:80", NET_OUT, "169.254.169.253", 80, false);
	check("ipv4:allow=*", NET_OUT, "100.100.100.200", 80, false);
	check("ipv6:allow=*", NET_OUT, "fe80::1", 80, false);
	check("ipv6:allow=[fe80::/10]", NET_OUT, "fe80::1", 80, true);
	check("ipv6:allow=[fd00::/8]", NET_OUT, "fd00:ec2::254", 80, false);
	check("ipv4:allow=*", NET_OUT, "::ffff:169.254.169.254", 80, false);
	check("ipv4:allow=*", NET_OUT, "168.63.129.16", 80, false);
	check("ipv4:allow=168.63.129.16", NET_OUT, "168.63.129.16", 80, true);
	check("ipv6:allow=*", NET_OUT, "fd20:ce::254", 80, false);
	check("ipv6:allow=*,ipv4:allow=*", NET_OUT, "2002:a9fe:a9fe::1", 80, false);
	check("ipv6:allow=*", NET_OUT, "2002:0808:0808::1", 80, false);
	check("ipv4:allow=8.8.8.8", NET_OUT, "2002:0808:0808::1", 80, true);
	check("ipv6:allow=*,ipv4:allow=*", NET_OUT, "64:ff9b:1::a9fe:a9fe", 80, false);
	check("ipv6:allow=*,ipv4:allow=*", NET_OUT, "64:ff9b::a9fe:a9fe", 80, false);
}

static void
names_match_by_labels(void **state)
{
	(void)state;
	check_name("dns:allow=example.com", "example.com", true);
	check_name("dns:allow=example.com", "EXAMPLE.com.", true);
	check_name("dns:allow=example.com", "www.example.com", false);
	check_name("dns:allow=example.com", "badexample.com", false);
	check_name("dns:allow=example.com", "example.com.evil.org", false);
	check_name("dns:allow=*.example.com", "a.b.example.com", true);
	check_name("dns:allow=*.example.com", "example.com", false);
	check_name("dns:allow=*.example.com", "badexample.com", false);
	check_name("dns:allow=*.example.com", ".example.com", false);
	check_name("dns:allow=*", "anything", true);
	check_name("dns:allow=*,dns:deny=*.local", "x.local", false);
	check_name("dns:allow={a.org,b.org}:443", "b.org", true);
	check_name("ipv4:allow=*", "a.org", false);
	check_name("dns:allow=*", "", true);
}

static void
addresses_belong_to_the_name_that_gave_them(void **state)
{
	struct net_rules *r =
		rules_of("dns:allow=a.org:443,dns:allow=b.org:{80,8080},ipv4:deny=7.7.7.7");
	struct net_address a = address_of("1.2.3.4", 443), b = address_of("5.6.7.8", 0);
	struct net_address denied = address_of("7.7.7.7", 443);
	struct net_address special = address_of("169.254.169.254", 443);

	(void)state;
	assert_false(net_rules_allow(r, NET_OUT, &a));
	net_rules_learn(r, "a.org", &a);
	net_rules_learn(r, "a.org", &denied);
	net_rules_learn(r, "a.org", &special);
	net_rules_learn(r, "B.org", &b);
	assert_true(net_rules_allow(r, NET_OUT, &a));
	assert_false(net_rules_allow(r, NET_IN, &a));
	a.port = 80;
	assert_false(net_rules_allow(r, NET_OUT, &a));
	b.port = 8080;
	assert_true(net_rules_allow(r, NET_OUT, &b));
	b.port = 443;
	assert_false(net_rules_allow(r, NET_OUT, &b));
	assert_false(net_rules_allow(r, NET_OUT, &denied));
	assert_false(net_rules_allow(r, NET_OUT, &special));
	/* one name needs no lookup */
	check("dns:allow=localhost:80", NET_OUT, "127.0.0.1", 80, true);
	check("dns:allow=localhost:80", NET_OUT, "::1", 80, true);
	check("dns:allow=localhost:80", NET_OUT, "127.0.0.1", 81, false);
	check("dns:allow=localhost:80", NET_OUT, "127.0.0.2", 80, false);
	check("dns:allow=localhost:80", NET_IN, "127.0.0.1", 80, false);
	check("dns:allow=*", NET_OUT, "127.0.0.1", 80, false);
	/* many more: the oldest go, nothing breaks */
	for (uint32_t i = 0; i < 5000; i++) {
		struct net_address many = { .len = 4,
			.bytes = { 9, 9, (uint8_t)(i >> 8), (uint8_t)i } };
		net_rules_learn(r, "b.org", &many);
		many.port = 80;
		assert_true(net_rules_allow(r, NET_OUT, &many));
	}
	a.port = 443;
	assert_false(net_rules_allow(r, NET_OUT, &a));
	net_rules_delete(r);
}

/* Pieces of rules in any order: refused or taken, and what was taken can be asked. */
static void
no_text_does_harm(void **state)
{
	static const char *const PIECES[] = { "dns:", "ipv4:", "ipv6:", "allow=", "deny=", "{", "}",
		"[", "]", ",", ":", "/", "*", ".", "-", "1.2.3.4", "::1", "80", "65536", "/in",
		"/out", "a.org", "\x80", " " };
	struct net_address a = address_of("1.2.3.4", 80), b = address_of("::1", 80);
	char text[200], error[50];
	unsigned taken = 0;

	(void)state;
	srandom(1);
	for (unsigned i = 0; i < 200000; i++) {
		struct net_rules *rules = NULL;
		long count = random() % 9;
		text[0] = 0;
		for (long k = 0; k < count; k++)
			strcat(text, PIECES[(size_t)random() % (sizeof PIECES / sizeof *PIECES)]);
		if (net_rules_add(&rules, text, error, sizeof error)) {
			taken++;
			(void)net_rules_allow(rules, NET_IN, &a);
			(void)net_rules_allow(rules, NET_OUT, &b);
			(void)net_rules_allow_name(rules, "a.org");
		}
		net_rules_delete(rules);
	}
	assert_true(taken > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_rules_are_told),
		cmocka_unit_test(nothing_is_added_of_a_text_with_an_error),
		cmocka_unit_test(nets_ports_and_directions_match),
		cmocka_unit_test(what_is_denied_stays_denied),
		cmocka_unit_test(disguises_are_seen_through),
		cmocka_unit_test(names_match_by_labels),
		cmocka_unit_test(addresses_belong_to_the_name_that_gave_them),
		cmocka_unit_test(no_text_does_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
