/* Names of hosts, as they stand in e-mail and web addresses. */
#ifndef BASE_HOST_H
#define BASE_HOST_H

#include <stddef.h>

/*
 * The number of labels of the host name S, 0 when it is none: letters, digits
 * and hyphens within, of any script, 63 bytes a label and 253 in all.
 */
int crm_host_labels(const char *s, size_t len);

#endif
