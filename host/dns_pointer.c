/* dns_pointer.c -- names of addresses: questions below in-addr.arpa and ip6.arpa. */
#include "dns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "1.0.0.127.in-addr.arpa" */
static bool
pointer4(const char *name, struct abi_addr_ip *out)
{
	unsigned b[4];
	int end = 0;

	if (sscanf(name, "%3u.%3u.%3u.%3u.%n", &b[3], &b[2], &b[1], &b[0], &end) != 4 || end == 0 ||
		strcasecmp(name + end, "in-addr.arpa") != 0)
		return false;
	*out = (struct abi_addr_ip){ .tag = ABI_ADDRESS_FAMILY_INET4 };
	for (int i = 0; i < 4; i++)
		out->u.inet4.octs[i] = (uint8_t)b[i];
	return true;
}

/* Thirty-two digits, the last one first. */
static bool
pointer6(const char *name, struct abi_addr_ip *out)
{
	enum { DIGITS = 32 };
	static const char HEX[] = "0123456789abcdef";
	uint8_t bytes[16] = { 0 };

	if (strlen(name) < 2 * DIGITS || strcasecmp(name + 2 * DIGITS, "ip6.arpa") != 0)
		return false;
	for (int i = 0; i < DIGITS; i++) {
		const char *digit = memchr(HEX, name[2 * i] | 0x20, 16);
		if (!digit || name[2 * i + 1] != '.')
			return false;
		int place = DIGITS - 1 - i;
		bytes[place / 2] |= (uint8_t)((digit - HEX) << (place % 2 ? 0 : 4));
	}
	*out = (struct abi_addr_ip){ .tag = ABI_ADDRESS_FAMILY_INET6 };
	memcpy(&out->u, bytes, sizeof bytes);
	return true;
}

bool
dns_address_from_pointer(const char *name, struct abi_addr_ip *out)
{
	return pointer4(name, out) || pointer6(name, out);
}

size_t
dns_pointer_answer(
	const uint8_t *query, size_t len, const char *name, uint8_t answer[DNS_PACKET_MAX])
{
	uint8_t *at = answer + len;

	memcpy(answer, query, len);
	answer[2] |= 0x80;
	answer[3] = 0x80;
	memcpy(answer + 6, (uint8_t[]){ 0, 1, 0, 0, 0, 0 }, 6);
	/* the question's name by reference, PTR, IN, no time to live, the length below */
	memcpy(at, (uint8_t[]){ 0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 0, 0, 0 }, 12);
	uint8_t *data = at + 12, *out = data;
	while (*name) {
		size_t label = strcspn(name, ".");
		if (label == 0 || label > 63)
			return 0;
		*out++ = (uint8_t)label;
		memcpy(out, name, label);
		out += label;
		name += label;
		name += *name == '.';
	}
	*out++ = 0;
	at[10] = (uint8_t)((out - data) >> 8);
	at[11] = (uint8_t)(out - data);
	return (size_t)(out - answer);
}
