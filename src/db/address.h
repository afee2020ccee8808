/* Addresses of servers in words: "host=db.acme.test user=ada". */
#ifndef DB_ADDRESS_H
#define DB_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/buf.h"

/* Whether S begins with a word that such addresses have, and "=". */
bool address_has_words(const char *s);
/* Append them with *** for what is nobody else's business. */
void address_show_words(struct crm_buf *out, const char *s);
/* Whether a parameter is, by its name, whatever is %77 in it. */
bool address_is_secret(const char *s, size_t len);

#endif
