/* Drivers that are loaded when an address asks for one. */
#ifndef DB_MODULE_H
#define DB_MODULE_H

#include "crm/driver.h"

/* The driver for postgresql://; NULL after a failure. */
const struct crm_driver *crm_db_module(struct crm_error *err);

#endif
