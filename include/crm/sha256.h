/*
 * SHA-256, of what comes in pieces, as 64 small hexadecimal digits.
 *
 *	static void
 *	hash_line(char out[CRM_SHA256_SIZE], const char *line, size_t len)
 *	{
 *		struct crm_sha256 h;
 *
 *		crm_sha256_init(&h);
 *		crm_sha256_add(&h, line, len);
 *		crm_sha256_add(&h, "\n", 1);
 *		crm_sha256_end(out, &h);
 *	}
 */
#ifndef CRM_SHA256_H
#define CRM_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define CRM_SHA256_SIZE 65	/* the digits and a NUL */

struct crm_sha256 {
	uint64_t state[26];	/* the library's own */
};

void crm_sha256_init(struct crm_sha256 *h);
void crm_sha256_add(struct crm_sha256 *h, const void *p, size_t n);
/* H must be initialised again before it is used for another text. */
void crm_sha256_end(char out[CRM_SHA256_SIZE], struct crm_sha256 *h);

#endif
