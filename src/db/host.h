/* What drivers are given to call back. */
#ifndef DB_HOST_H
#define DB_HOST_H

#include "crm/driver.h"

extern const struct crm_host crm_db_host;

#endif
