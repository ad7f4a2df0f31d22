/* digest.h -- a short name for what something was made of. */
#ifndef CMD_DIGEST_H
#define CMD_DIGEST_H

/* 16 hexadecimal digits of the SHA-256 of the texts, which end with NULL. Never freed. */
const char *digest_texts(const char *const *texts);

#endif
