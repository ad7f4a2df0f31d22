/* dns_pointer.c -- names of addresses: questions below in-addr.arpa and ip6.arpa. */
#include "dns.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "1.0.0.127.in-addr.arpa" */
static bool
pointer4(const char *name, struct abi_addr_ip *out)
{
	unsigned long bytes[4];
	char *end;

	for (int i = 3; i >= 0; i--) {
		if (*name < '0' || *name > '9')
			return false;
		bytes[i] = strtoul(name, &end, 10);
		if (bytes[i] > UINT8_MAX || *end != '.')
			return false;
		name = end + 1;
	}
	if (strcasecmp(name, "in-addr.arpa") != 0)
		return false;
	*out = (struct abi_addr_ip){ .tag = ABI_ADDRESS_FAMILY_INET4 };
	for (int i = 0; i < 4; i++)
		out->u.inet4.octs[i] = (uint8_t)bytes[i];
	return true;
}

/* -1: no hexadecimal digit. */
static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Thirty-two digits, the last one first. */
static bool
pointer6(const char *name, struct abi_addr_ip *out)
{
	enum : size_t { DIGITS = 32 };
	uint8_t bytes[16] = { 0 };

	if (strlen(name) < 2 * DIGITS || strcasecmp(name + 2 * DIGITS, "ip6.arpa") != 0)
		return false;
	for (size_t i = 0; i < DIGITS; i++) {
		int digit = digit_of(name[2 * i]);
		if (digit < 0 || name[2 * i + 1] != '.')
			return false;
		size_t place = DIGITS - 1 - i;
		bytes[place / 2] |= (uint8_t)(digit << (place % 2 ? 0 : 4));
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
