#include "crm/sha256.h"

#include <sha2.h>
#include <sys/types.h>

_Static_assert(sizeof(SHA2_CTX) <= sizeof(struct crm_sha256) &&
	       _Alignof(SHA2_CTX) <= _Alignof(struct crm_sha256),
	       "struct crm_sha256 must hold the library's state");

void
crm_sha256_init(struct crm_sha256 *h)
{
	SHA256Init((void *)h);
}

void
crm_sha256_add(struct crm_sha256 *h, const void *p, size_t n)
{
	if (n)
		SHA256Update((void *)h, p, n);
}

void
crm_sha256_end(char out[CRM_SHA256_SIZE], struct crm_sha256 *h)
{
	SHA256End((void *)h, out);
}
