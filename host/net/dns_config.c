/* dns_config.c -- /etc/resolv.conf and /etc/hosts of the host. The variables WASIX_RESOLV_CONF and
 * WASIX_HOSTS of the runtime's own environment name other files. */
#include "dns_config.h"

#include "net_rules.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
	FILE_MAX = 1 << 20,
	PORT_DNS = 53,
	TIMEOUT_DEFAULT_S = 5,
	TIMEOUT_MAX_S = 30,
	ATTEMPTS_DEFAULT = 2,
	ATTEMPTS_MAX = 5,
	DOTS_DEFAULT = 1,
	DOTS_MAX = 15,
};

/* "" when there is nothing to read. NULL: out of memory. */
static char *
read_text(const char *variable, const char *path)
{
	const char *other = getenv(variable);
	int fd = open(other ? other : path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = malloc(FILE_MAX + 1);
	size_t len = 0;
	ssize_t n = 1;

	while (text && fd >= 0 && len < FILE_MAX && n > 0) {
		n = read(fd, text + len, FILE_MAX - len);
		len += n > 0 ? (size_t)n : 0;
	}
	if (fd >= 0)
		close(fd);
	if (!text)
		return NULL;
	text[len] = 0;
	char *fitting = realloc(text, len + 1);
	return fitting ? fitting : text;
}

/* --- resolv.conf --- */

void
dns_config_add_server(struct dns_config *config, const struct net_address *a)
{
	struct dns_server *server = &config->servers[config->server_count];
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(a->port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(a->port) };

	if (config->server_count == DNS_SERVERS_MAX)
		return;
	memcpy(a->len == 4 ? (void *)&in.sin_addr : (void *)&in6.sin6_addr, a->bytes, a->len);
	server->len = a->len == 4 ? sizeof in : sizeof in6;
	memcpy(&server->address, a->len == 4 ? (void *)&in : (void *)&in6, server->len);
	config->server_count++;
}

/* ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT */
static void
add_server(struct dns_config *config, char *text)
{
	struct net_address a = { .port = PORT_DNS };
	char *colon = strrchr(text, ':'), *bracket = strchr(text, ']');

	if (colon && (bracket ? colon == bracket + 1 : strchr(text, ':') == colon)) {
		*colon = 0;
		a.port = (uint16_t)strtoul(colon + 1, NULL, 10);
	}
	if (bracket && *text == '[') {
		*bracket = 0;
		text++;
	}
	text[strcspn(text, "%")] = 0; /* a zone: links have few name servers */
	if (inet_pton(AF_INET, text, a.bytes) == 1)
		a.len = 4;
	else if (inet_pton(AF_INET6, text, a.bytes) == 1)
		a.len = 16;
	if (a.len)
		dns_config_add_server(config, &a);
}

static void
take_number(const char *text, const char *name, unsigned max, unsigned *out)
{
	size_t len = strlen(name);

	if (strncmp(text, name, len) != 0)
		return;
	unsigned long value = strtoul(text + len, NULL, 10);
	*out = value < max ? (unsigned)value : max;
}

static void
add_options(struct dns_config *config, char *words)
{
	char *rest;

	for (char *w = strtok_r(words, " \t", &rest); w; w = strtok_r(NULL, " \t", &rest)) {
		take_number(w, "ndots:", DOTS_MAX, &config->dots);
		take_number(w, "timeout:", TIMEOUT_MAX_S, &config->timeout_s);
		take_number(w, "attempts:", ATTEMPTS_MAX, &config->attempts);
	}
}

static void
add_line(struct dns_config *config, char *line)
{
	line[strcspn(line, "#;\r")] = 0;
	size_t len = strcspn(line, " \t");
	char *value = line + len;

	if (!*value)
		return;
	*value++ = 0;
	value += strspn(value, " \t");
	if (strcmp(line, "nameserver") == 0) {
		value[strcspn(value, " \t")] = 0;
		add_server(config, value);
	} else if (strcmp(line, "search") == 0 || strcmp(line, "domain") == 0) {
		snprintf(config->search, sizeof config->search, "%s", value);
	} else if (strcmp(line, "options") == 0) {
		add_options(config, value);
	}
}

struct dns_config *
dns_config_read(void)
{
	struct dns_config *config = calloc(1, sizeof *config);
	char *text = config ? read_text("WASIX_RESOLV_CONF", "/etc/resolv.conf") : NULL, *rest;
	char nobody[] = "127.0.0.1"; /* resolv.conf(5): without a server, this host is asked */

	if (text)
		config->hosts = read_text("WASIX_HOSTS", "/etc/hosts");
	if (!text || !config->hosts) {
		free(text);
		dns_config_delete(config);
		return NULL;
	}
	config->dots = DOTS_DEFAULT;
	config->timeout_s = TIMEOUT_DEFAULT_S;
	config->attempts = ATTEMPTS_DEFAULT;
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		add_line(config, line);
	free(text);
	if (config->server_count == 0)
		add_server(config, nobody);
	if (config->timeout_s == 0)
		config->timeout_s = 1;
	if (config->attempts == 0)
		config->attempts = 1;
	return config;
}

void
dns_config_delete(struct dns_config *config)
{
	if (!config)
		return;
	free(config->hosts);
	free(config);
}

const char *
dns_search_list(const struct dns_config *config)
{
	return config->search;
}

unsigned
dns_dots(const struct dns_config *config)
{
	return config->dots;
}

/* --- hosts --- */

bool
dns_address_from_text(const char *text, struct abi_addr_ip *out)
{
	*out = (struct abi_addr_ip){ .tag = ABI_ADDRESS_FAMILY_INET4 };
	if (inet_pton(AF_INET, text, &out->u) == 1)
		return true;
	out->tag = ABI_ADDRESS_FAMILY_INET6;
	return inet_pton(AF_INET6, text, &out->u) == 1;
}

bool
dns_addresses_add(struct dns_addresses *list, const struct abi_addr_ip *address)
{
	if (list->count == list->room)
		return false;
	list->items[list->count++] = *address;
	return true;
}

/* One line: an address and names. Returns where the next begins; false in *ok if it has none. */
static const char *
hosts_line(const char *at, char line[DNS_LINE_MAX], bool *ok)
{
	size_t len = strcspn(at, "\n");

	*ok = len < DNS_LINE_MAX;
	if (*ok) {
		memcpy(line, at, len);
		line[len] = 0;
		line[strcspn(line, "#\r")] = 0;
	}
	return at[len] ? at + len + 1 : at + len;
}

void
dns_find_in_hosts(const struct dns_config *config, const char *name, struct dns_addresses *out)
{
	char line[DNS_LINE_MAX], *rest;
	struct abi_addr_ip address;
	bool ok;

	for (const char *at = config->hosts; *at;) {
		at = hosts_line(at, line, &ok);
		char *word = ok ? strtok_r(line, " \t", &rest) : NULL;
		if (!word || !dns_address_from_text(word, &address))
			continue;
		const char *first = word = strtok_r(NULL, " \t", &rest);
		while (word && strcasecmp(word, name) != 0)
			word = strtok_r(NULL, " \t", &rest);
		if (!word)
			continue;
		if (out->count == 0 && strlen(first) <= DNS_NAME_MAX)
			strcpy(out->canonical, first);
		(void)dns_addresses_add(out, &address);
	}
}

static bool
same_address(const struct abi_addr_ip *a, const struct abi_addr_ip *b)
{
	size_t len = a->tag == ABI_ADDRESS_FAMILY_INET4 ? sizeof a->u.inet4 : sizeof a->u.inet6;

	return a->tag == b->tag && memcmp(&a->u, &b->u, len) == 0;
}

bool
dns_find_name_in_hosts(const struct dns_config *config, const struct abi_addr_ip *address,
	char name[DNS_NAME_MAX + 1])
{
	char line[DNS_LINE_MAX], *rest;
	struct abi_addr_ip found;
	bool ok;

	for (const char *at = config->hosts; *at;) {
		at = hosts_line(at, line, &ok);
		char *word = ok ? strtok_r(line, " \t", &rest) : NULL;
		if (!word || !dns_address_from_text(word, &found) || !same_address(&found, address))
			continue;
		word = strtok_r(NULL, " \t", &rest);
		if (!word || strlen(word) > DNS_NAME_MAX)
			continue;
		strcpy(name, word);
		return true;
	}
	return false;
}
